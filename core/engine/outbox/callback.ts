import { hmacHex, isSameSecret } from "#core/lib/digest.ts";

/** Characters of the MAC that travel: 32 bits, against a foreign app's callbacks, not attackers. */
const macChars = 8;

/** Makes and reads the callback data of sends: `v1:<outbox id>:<attempt>:<mac>`. */
export interface Callbacks {
  make(outbox: string, attempt: number): string;
  /** Undefined if it is not ours: another app on the same account sends too. */
  read(callback: string): { readonly outbox: string; readonly attempt: number } | undefined;
}

/** Holds no personal data: the vendor and every subscribed app can read it. */
export function createCallbacks(key: Uint8Array): Callbacks {
  const mac = (text: string) => hmacHex(key, text).slice(0, macChars);
  return {
    make(outbox, attempt) {
      const text = `v1:${outbox}:${attempt}`;
      return `${text}:${mac(text)}`;
    },
    read(callback) {
      const match = /^(v1:([0-9a-f-]{36}):(\d{1,6})):([0-9a-f]{8})$/.exec(callback);
      const [, text, outbox, attempt, given] = match ?? [];
      if (text === undefined || outbox === undefined || given === undefined) return undefined;
      if (!isSameSecret(mac(text), given)) return undefined;
      return { outbox, attempt: Number(attempt) };
    },
  };
}
