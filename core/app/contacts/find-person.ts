import { BotError } from "#core/lib/bot-error.ts";
import { contactId } from "#core/lib/ids.ts";
import type { Contact } from "#core/model/contact.ts";
import type { Records } from "#core/model/ports/records.ts";
import { readAddress } from "#core/model/read-address.ts";
import { personLine } from "#core/ops/person-line.ts";

type Reader = Pick<Records, "contact" | "contacts" | "contactsAt">;

/** People that one read of the store gives. */
const pageSize = 500;

/**
 * Everybody whom a word names: an id, an address (a phone number as people write it, a BSUID), else a
 * user name or a name, case aside. Addresses come first: names are no proof of who somebody is.
 */
export async function findPeople(records: Reader, word: string): Promise<readonly Contact[]> {
  const byId = await records.contact(contactId(word));
  if (byId !== undefined) return [byId];
  const address = readAddress(word);
  const byAddress = await records.contactsAt(address.value);
  // Whoever calls themselves by a number is not who has it.
  const isNumber = address.kind === "phone";
  return byAddress.length > 0 || isNumber ? byAddress : await findNamed(records, word);
}

/** The only one whom a word names; throws `CONTACT_UNKNOWN` or `CONTACT_AMBIGUOUS`. */
export async function findPerson(records: Reader, word: string): Promise<Contact> {
  const found = await findOnly(records, word);
  if (found !== undefined) return found;
  throw new BotError("CONTACT_UNKNOWN", "nobody here is known by that", {
    hint: "Look for an id, a phone number with country code, a BSUID, a user name or the whole name.",
  });
}

/** The same; undefined if it names nobody. */
export async function findOnly(records: Reader, word: string): Promise<Contact | undefined> {
  const people = await findPeople(records, word);
  if (people.length < 2) return people[0];
  const lines = people.map((one) => `  ${personLine(one)}`);
  throw new BotError(
    "CONTACT_AMBIGUOUS",
    `several people are known by that:\n${lines.join("\n")}`,
    {
      hint: "Name one by its id.",
    },
  );
}

async function findNamed(records: Reader, word: string): Promise<readonly Contact[]> {
  const wanted = fold(word);
  const isIt = ({ name, username }: Contact) =>
    fold(name ?? "") === wanted || fold(username ?? "") === wanted;
  const found: Contact[] = [];
  let after: Contact["id"] | undefined;
  for (;;) {
    const page = await records.contacts(after, pageSize);
    found.push(...page.filter(isIt));
    if (page.length < pageSize) return found;
    after = page.at(-1)?.id;
  }
}

function fold(text: string): string {
  return text.normalize("NFKC").trim().replace(/^@/, "").toLowerCase();
}
