import { createHmac } from "node:crypto";
import type { ConversationId } from "#core/lib/ids.ts";

/**
 * How personal data lies in the tables. `lookup` gives a short key of a value that is only ever
 * compared, never shown: the same value gives the same key for ever, and the key alone does not give
 * the value away.
 */
export interface Codec {
  /**
   * Turns text into what is written. `place` is the table and row that it is for, and it can be read
   * nowhere else; `key` is the number of its person's key, or `ownKey` where it is nobody's.
   */
  encode(text: string, place: string, key: number): string;
  /** Turns what was written at `place` back. Throws if the person's key is gone. */
  decode(text: string, place: string): string;
  lookup(value: string): string;
  /** The number of a key that nobody has yet; durable. */
  newKey(): number;
  hasKey(key: number): boolean;
  /** Where the keys lie; undefined if there are none to lie anywhere. */
  readonly keysAt: string | undefined;
  /** Makes all that was ever written with these keys unreadable, wherever there are copies of it. */
  dropKeys(keys: readonly number[]): void;
  close(): void;
}

/** The number of the key that a conversation's person has. */
export type KeyOf = (conversation: ConversationId) => number;

/** The number that stands for the store's own key. */
export const ownKey = 0;

/** Characters of a lookup: 132 bits of the HMAC, so that two values in one database never share one. */
const lookupChars = 22;

/** HMAC-SHA256 under `key`, which has to be kept with the database. */
export function createLookup(key: Uint8Array): Codec["lookup"] {
  return (value) =>
    createHmac("sha256", key).update(value).digest("base64url").slice(0, lookupChars);
}

/** Writes text as it is: for databases in memory, whose text a test or a person wants to see. */
export function createPlainCodec(key: Uint8Array): Codec {
  return {
    encode: (text) => text,
    decode: (text) => text,
    lookup: createLookup(key),
    newKey: () => ownKey,
    hasKey: () => true,
    keysAt: undefined,
    dropKeys: () => undefined,
    close: () => undefined,
  };
}
