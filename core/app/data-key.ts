import { join } from "node:path";
import { loadSecretKey } from "#core/config/secret-key.ts";
import type { Random } from "#core/model/ports/random.ts";
import type { Codec } from "#core/store/codec.ts";
import { type ErasureList, openErasureList } from "#core/store/erasure-list.ts";
import { type KeyRing, openKeyRing } from "#core/store/key-ring.ts";
import { createSealedCodec } from "#core/store/sealed-codec.ts";
import { takeOverKeys } from "#core/store/take-over-keys.ts";
import { deriveKey } from "./derive-key.ts";

export interface DataKeyOptions {
  readonly dataFolder: string;
  /** `SAPA_SECRET_KEY`. */
  readonly secretKey: string | undefined;
  readonly random: Random;
  /** True: beside a bot that may be running. */
  readonly isReadOnly?: boolean;
}

/** What a data folder is read and written with. */
export interface DataKey {
  /** Takes keys over from a copy; see `takeOverKeys`. */
  readonly takeOver: (copy: string) => void;
  readonly secretKey: Uint8Array;
  readonly codec: Codec;
  /** The keys of people and files: `keys.db`. */
  readonly ring: KeyRing;
  /** Who was erased: `erased.jsonl`. */
  readonly erasures: ErasureList;
}

/** Nothing is opened before it is needed; the store closes its codec, and with it the ring. */
export function openDataKey(options: DataKeyOptions): DataKey {
  const { dataFolder, secretKey: configured, random, isReadOnly = false } = options;
  const secretKey = loadSecretKey({
    configured,
    file: join(dataFolder, "secret.key"),
    random,
    isReadOnly,
  });
  const file = join(dataFolder, "keys.db");
  const masterKey = deriveKey(secretKey, "keys");
  const ring = openKeyRing({ file, masterKey, random, isReadOnly });
  const codec = createSealedCodec({
    lookupKey: deriveKey(secretKey, "store"),
    ownKey: deriveKey(secretKey, "own"),
    ring,
  });
  return {
    secretKey,
    codec,
    ring,
    erasures: openErasureList(join(dataFolder, "erased.jsonl")),
    takeOver: (copy) => takeOverKeys({ file, copy, masterKey }),
  };
}
