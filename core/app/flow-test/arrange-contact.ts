import type { TestContact } from "#core/flow/read-test/flow-test.ts";
import type { AccountId } from "#core/lib/ids.ts";
import type { Millis } from "#core/lib/millis.ts";
import { disclosurePurpose } from "#core/model/consent.ts";
import type { ContactChange } from "#core/model/contact.ts";
import type { Address, Sender } from "#core/model/identity.ts";
import type { Records } from "#core/model/ports/records.ts";
import type { SimulatedPerson } from "#core/model/ports/simulator.ts";
import type { Store } from "#core/model/ports/store.ts";

/** Who a test's person is unless it says otherwise; ids of the form that networks give. */
const defaultName = "Sari";
const userId = "ID.20000000000000000001";
const phone = "6281200000001";

/** The person of a test, on their phone. */
export function testPerson(contact: TestContact): SimulatedPerson {
  const name = contact.name ?? defaultName;
  return contact.hasPhone ? { name, userId, phone } : { name, userId };
}

/**
 * Writes down, before anything is said, what a test takes for granted of its person: language, tags
 * and profile, a yes to the purposes, and that they were told who answers. Nothing of it is a message: the first one is still the
 * first contact.
 */
export async function arrangeContact(options: {
  readonly store: Store;
  readonly records: Records;
  readonly account: AccountId;
  /** Within which the addresses are unique: the channel's kind. */
  readonly scope: string;
  readonly contact: TestContact;
  readonly person: SimulatedPerson;
  readonly purposes: readonly string[];
  readonly now: Millis;
}): Promise<void> {
  const { store, records, account, contact, person, now } = options;
  const addresses = addressesOf(person);
  const sender: Sender = { scope: options.scope, addresses, name: person.name };
  const body = { kind: "identity", sender } as const;
  const dedupeKey = "test:contact";
  await store.ingest([{ account, dedupeKey, sender, occurredAt: now, receivedAt: now, body }]);
  const [claim] = await store.claim(1, now);
  const event = claim?.events[0];
  if (claim === undefined || event === undefined) throw new Error("the test's person is not there");
  await store.commit(claim, {
    marks: [{ event: event.id, state: "done" }],
    contact: contactChange(contact),
    runs: [],
    sends: [],
    activities: [],
    timers: [],
    history: [],
  });
  const line = { contact: claim.contact.id, at: now, wording: "(test)", source: "test" } as const;
  for (const purpose of contact.consent ?? (contact.isNew ? [] : options.purposes)) {
    await records.appendConsent({ ...line, purpose, answer: "yes" });
  }
  if (contact.isNew) return;
  await records.appendConsent({ ...line, purpose: disclosurePurpose, answer: "told" });
}

/** How the network names the person, the surest first. */
export function addressesOf(person: SimulatedPerson): Address[] {
  const addresses: Address[] = [];
  if (person.userId !== undefined) addresses.push({ kind: "user_id", value: person.userId });
  if (person.phone !== undefined) addresses.push({ kind: "phone", value: person.phone });
  return addresses;
}

function contactChange({ name, language, tags, profile }: TestContact): ContactChange {
  return {
    name: name ?? defaultName,
    ...(language === undefined ? {} : { language }),
    tags,
    profile,
  };
}
