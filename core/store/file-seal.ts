import { createCipheriv } from "node:crypto";
import { BotError } from "#core/lib/bot-error.ts";
import type { KeyRing } from "./key-ring.ts";
import { openBytes } from "./seal.ts";
import type { StoreCode } from "./store-error.ts";

/**
 * How a file lies on the disk: `SAPA\u0001`, the number of its own key (8 bytes), nonce, content, tag. A file
 * without the beginning was written before there were keys.
 */
const magic = Buffer.from("SAPA\u0001");
const headBytes = magic.length + 8;
/** How much of a file tells whose key it has. */
export const fileHeadBytes = headBytes;

/** Seals a file piece by piece, for a place that its hash names. */
export interface FileSealer {
  readonly key: number;
  readonly head: Uint8Array;
  seal(piece: Uint8Array): Uint8Array;
  /** What comes after the last piece. */
  end(): Uint8Array;
}

/** A key of its own for each file: it is shared by all who sent it, and dropped when nobody has it. */
export function createFileSealer(ring: KeyRing): FileSealer {
  const number = ring.take();
  const key = ring.find(number);
  if (key === undefined) throw new Error("a new key is gone");
  const nonce = ring.newNonce();
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(Buffer.from(placeOf(number)));
  const head = Buffer.alloc(headBytes);
  magic.copy(head);
  head.writeBigUInt64BE(BigInt(number), magic.length);
  return {
    key: number,
    head: Buffer.concat([head, nonce]),
    seal: (piece) => cipher.update(piece),
    end: () => Buffer.concat([cipher.final(), cipher.getAuthTag()]),
  };
}

/** The number of a file's key, from how it begins; undefined if it is not sealed. */
export function fileKeyOf(bytes: Uint8Array): number | undefined {
  if (bytes.length < headBytes || magic.compare(bytes, 0, magic.length) !== 0) return undefined;
  return Number(Buffer.from(bytes.subarray(magic.length, headBytes)).readBigUInt64BE());
}

/** A file's content from what lies on the disk. Throws `STORE_KEY_GONE`. */
export function openFileBytes(bytes: Uint8Array, ring: KeyRing | undefined): Uint8Array {
  const number = fileKeyOf(bytes);
  if (number === undefined) return bytes;
  const key = ring?.find(number);
  if (key === undefined) {
    throw new BotError<StoreCode>("STORE_KEY_GONE", "there is no key for a file", {
      hint: "Who sent it was erased, or keys.db is not the one that belongs to this data folder.",
    });
  }
  return openBytes(bytes.subarray(headBytes), key, placeOf(number));
}

function placeOf(number: number): string {
  return `file/${number}`;
}
