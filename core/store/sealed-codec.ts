import { BotError } from "#core/lib/bot-error.ts";
import { type Codec, createLookup, ownKey } from "./codec.ts";
import type { KeyRing } from "./key-ring.ts";
import { openText, sealText } from "./seal.ts";
import type { StoreCode } from "./store-error.ts";

/** Stands before sealed text; no JSON begins with it. What has no mark was written before there were keys. */
const mark = "\u0001";

/**
 * Writes text sealed with its person's key, AES-256-GCM: `<mark><number, base 36>.<base64url>`. Whoever
 * has the database alone, or a backup of it, reads nothing; without the person's key nobody does.
 */
export function createSealedCodec(deps: {
  /** Keys what `lookup` gives. */
  readonly lookupKey: Uint8Array;
  /** Seals what is nobody's. */
  readonly ownKey: Uint8Array;
  readonly ring: KeyRing;
}): Codec {
  const { ring } = deps;
  const keyOf = (number: number) => (number === ownKey ? deps.ownKey : ring.find(number));
  return {
    encode(text, place, number) {
      const key = keyOf(number);
      if (key === undefined) throw gone(place);
      return `${mark}${number.toString(36)}.${sealText(text, key, place, ring.newNonce())}`;
    },
    decode(text, place) {
      if (!text.startsWith(mark)) return text;
      const end = text.indexOf(".");
      const key = keyOf(Number.parseInt(text.slice(mark.length, end), 36));
      if (key === undefined) throw gone(place);
      return openRow(text.slice(end + 1), key, place);
    },
    lookup: createLookup(deps.lookupKey),
    newKey: () => ring.take(),
    hasKey: (number) => keyOf(number) !== undefined,
    keysAt: ring.file,
    dropKeys: (numbers) => ring.drop(numbers.filter((number) => number !== ownKey)),
    close: () => ring.close(),
  };
}

function openRow(sealed: string, key: Uint8Array, place: string): string {
  try {
    return openText(sealed, key, place);
  } catch (error) {
    const [table = ""] = place.split("/");
    throw new BotError<StoreCode>("STORE_ROW_DAMAGED", `a row of ${table} cannot be opened`, {
      hint: "It was changed, or sealed with another key. Restore the newest backup if there are many.",
      cause: error,
    });
  }
}

function gone(place: string): BotError<StoreCode> {
  const [table = ""] = place.split("/");
  return new BotError<StoreCode>("STORE_KEY_GONE", `there is no key for a row of ${table}`, {
    hint: "Its person was erased, or keys.db is not the one that belongs to this data folder.",
  });
}
