import { BotError } from "#core/lib/bot-error.ts";
import type { Contact } from "#core/model/contact.ts";
import { readAddress } from "#core/model/read-address.ts";
import type { Codec } from "#core/store/codec.ts";
import { erasedMark } from "#core/store/erased-mark.ts";
import type { ErasureList } from "#core/store/erasure-list.ts";
import { findPerson } from "./find-person.ts";
import type { PeopleView } from "./open-people.ts";

/**
 * The only one whom a word names. Throws `CONTACT_ERASED` for somebody who was erased and has not come
 * back, `CONTACT_UNKNOWN` for who never was here.
 */
export async function findHere(
  { records, codec, erasures }: Pick<PeopleView, "records" | "codec" | "erasures">,
  word: string,
): Promise<Contact> {
  try {
    return await findPerson(records, word);
  } catch (error) {
    const at = erasedAt(erasures, codec, word);
    if (!(error instanceof BotError) || error.code !== "CONTACT_UNKNOWN" || at === undefined) {
      throw error;
    }
    throw new BotError("CONTACT_ERASED", `erased on ${new Date(at).toISOString()}`, {
      hint: "Nothing is kept of this person but that a STOP of theirs still holds.",
      cause: error,
    });
  }
}

function erasedAt(erasures: ErasureList, codec: Codec, word: string): number | undefined {
  const mark = codec.lookup(erasedMark(readAddress(word).value));
  const found = erasures
    .entries()
    .findLast(({ contacts, marks }) => contacts.some((id) => id === word) || marks.includes(mark));
  return found?.at;
}
