import { join } from "node:path";
import { loadSecretKey } from "#core/config/secret-key.ts";
import type { Random } from "#core/model/ports/random.ts";
import { type Codec, createPlainCodec } from "#core/store/codec.ts";
import { deriveKey } from "./derive-key.ts";

export interface DataKeyOptions {
  readonly dataFolder: string;
  /** `SAPA_SECRET_KEY`. */
  readonly secretKey: string | undefined;
  readonly random: Random;
}

/** What a data folder is read and written with. */
export interface DataKey {
  readonly secretKey: Uint8Array;
  readonly codec: Codec;
}

export function openDataKey({
  dataFolder,
  secretKey: configured,
  random,
}: DataKeyOptions): DataKey {
  const secretKey = loadSecretKey({ configured, file: join(dataFolder, "secret.key"), random });
  return { secretKey, codec: createPlainCodec(deriveKey(secretKey, "store")) };
}
