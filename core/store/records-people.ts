import { desc, eq } from "drizzle-orm";
import { sha256Hex } from "#core/lib/digest.ts";
import type { ContactId } from "#core/lib/ids.ts";
import { parseJson } from "#core/lib/json.ts";
import { admittedPurpose, coverageSchema, isBlocked } from "#core/model/consent.ts";
import type { ConsentRecord, Records } from "#core/model/ports/records.ts";
import type { ConsentTable } from "./consent-table.ts";
import type { People as PeopleFinder } from "./people.ts";
import { readAiUsage } from "./records-ai.ts";
import { createErasures, type ErasureDeps } from "./records-erasure.ts";
import type { TrafficReader } from "./records-traffic.ts";
import { consentTable } from "./schema-people.ts";

type People = Pick<
  Records,
  | "contact"
  | "findContact"
  | "contactsAt"
  | "contacts"
  | "strandedBehind"
  | "exportContact"
  | "eraseContact"
  | "openErasures"
  | "closeErasure"
  | "appendConsent"
  | "consents"
  | "blocked"
  | "resolvePerson"
>;

/** More than anybody has: an export and an erasure know no bound. */
const everything = Number.MAX_SAFE_INTEGER;

export interface PeopleDeps extends ErasureDeps {
  readonly consents: ConsentTable;
  readonly people: Pick<PeopleFinder, "resolve">;
  readonly reader: TrafficReader;
}

/** A person's rows: shown, handed over, erased. */
export function createPeopleRecords(deps: PeopleDeps): People {
  const { orm, group, codec, contacts, conversations, reader, media } = deps;

  function consentsOf(contact: ContactId): ConsentRecord[] {
    const rows = orm.select().from(consentTable).where(eq(consentTable.contact, contact));
    return rows
      .orderBy(desc(consentTable.seq))
      .all()
      .map((row) => toRecord(row, codec.decode(row.wording, `consent/${contact}`)));
  }

  const loadAll = (ids: readonly ContactId[]) =>
    ids.map((id) => contacts.load(id)?.contact).filter((contact) => contact !== undefined);

  return {
    contact: (id) => group.read(() => contacts.load(id)?.contact),
    findContact: (scope, address) =>
      group.read(() => {
        const owner = contacts.ownerOf(scope, address);
        return owner === undefined ? undefined : contacts.load(owner)?.contact;
      }),
    contactsAt: (value) => group.read(() => loadAll(contacts.withAddress(value))),
    contacts: (after, limit) => group.read(() => contacts.page(after, limit)),
    strandedBehind: (id) => group.read(() => loadAll(contacts.strandedBehind(id))),
    exportContact: (id) =>
      group.read(() => {
        const contact = contacts.load(id)?.contact;
        if (contact === undefined) return undefined;
        const ids = conversations.ofContact(id);
        return {
          contact,
          conversations: ids
            .map((conversation) => conversations.load(conversation)?.conversation)
            .filter((it) => it !== undefined),
          events: ids.flatMap((conversation) => reader.events({ conversation, limit: everything })),
          sends: ids.flatMap((conversation) => reader.sends({ conversation, limit: everything })),
          runs: ids.flatMap((conversation) => reader.runs(conversation)),
          history: ids.flatMap((conversation) => reader.history(conversation, everything)),
          consents: consentsOf(id),
          media: media.find({ contact: id, limit: everything }),
          aiUsage: readAiUsage(deps, { contact: id, limit: everything }),
        };
      }),
    ...createErasures(deps),
    appendConsent: ({ contact, ...line }) => group.write(() => deps.consents.append(contact, line)),
    consents: (contact) => group.read(() => consentsOf(contact)),
    blocked: (limit) =>
      group.read(() => {
        const lines = orm.selectDistinct({ contact: consentTable.contact }).from(consentTable);
        const found = lines.where(eq(consentTable.purpose, admittedPurpose)).all();
        const ids = found.map(({ contact }) => contact).toSorted();
        return loadAll(ids)
          .filter(({ consents }) => isBlocked(consents))
          .slice(0, limit);
      }),
    resolvePerson: (account, sender, now) =>
      group.write(() => deps.people.resolve(account, sender, now)?.contact),
  };
}

function toRecord(row: typeof consentTable.$inferSelect, wording: string): ConsentRecord {
  const { contact, purpose, at, source, expiresAt, covers } = row;
  return {
    contact,
    purpose,
    answer: row.isTold === 1 ? "told" : row.answer,
    at,
    wording,
    source,
    ...(expiresAt === null ? {} : { expiresAt }),
    ...(covers === null ? {} : { covers: parseJson(coverageSchema, covers, "a consent's cover") }),
    hash: row.hash ?? sha256Hex(wording),
  };
}
