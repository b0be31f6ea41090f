import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";
import { BotError } from "#core/lib/bot-error.ts";
import type { Random } from "#core/model/ports/random.ts";

export interface SecretKeyOptions {
  /** `SAPA_SECRET_KEY`: 32 bytes in hex or base64; wins over the file. */
  readonly configured: string | undefined;
  /** Where the key is kept if it is not configured; its folder is there. */
  readonly file: string;
  readonly random: Random;
  /** True: where there is none, none is made. */
  readonly isReadOnly?: boolean;
}

const keyBytes = 32;

/**
 * The 32 bytes that key what this bot signs and encrypts, the same after every restart: configured,
 * else kept in a file that only its owner may read and that is made on the first start. Throws
 * `SECRET_KEY_INVALID` or `SECRET_KEY_UNREADABLE`: a new key in place of a lost one would make
 * what was signed with it foreign.
 */
export function loadSecretKey(options: SecretKeyOptions): Uint8Array {
  const { configured, file, random, isReadOnly = false } = options;
  if (configured !== undefined) return decodeKey(configured, "SAPA_SECRET_KEY");
  if (isReadOnly) return decodeKey(readKeyFile(file).trim(), file);
  const made = Buffer.from(random.bytes(keyBytes));
  if (writeNew(file, `${made.toString("hex")}\n`)) return made;
  return decodeKey(readKeyFile(file).trim(), file);
}

function decodeKey(text: string, where: string): Uint8Array {
  const bytes = /^[0-9a-fA-F]{64}$/.test(text)
    ? Buffer.from(text, "hex")
    : Buffer.from(text.replaceAll("-", "+").replaceAll("_", "/"), "base64");
  if (bytes.length === keyBytes) return bytes;
  throw new BotError("SECRET_KEY_INVALID", `${where} holds no key of ${keyBytes} bytes`, {
    hint: "Restore the key from your backup, or write a new one: openssl rand -hex 32",
  });
}

function readKeyFile(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new BotError("SECRET_KEY_UNREADABLE", `${file} cannot be read`, {
      hint: "Give it to the user that runs the bot, or set SAPA_SECRET_KEY.",
      cause: error,
    });
  }
}

/** Writes a file that was not there, durably; false if it was. */
function writeNew(file: string, text: string): boolean {
  let handle: number;
  try {
    handle = openSync(file, "wx", 0o600);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw new BotError("SECRET_KEY_UNREADABLE", `${file} cannot be written`, {
      hint: "Make the data folder writable, or set SAPA_SECRET_KEY.",
      cause: error,
    });
  }
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  return true;
}
