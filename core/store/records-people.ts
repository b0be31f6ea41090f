import { desc, eq } from "drizzle-orm";
import { sha256Hex } from "#core/lib/digest.ts";
import type { ContactId, ConversationId } from "#core/lib/ids.ts";
import { parseJson } from "#core/lib/json.ts";
import { coverageSchema } from "#core/model/consent.ts";
import type { ConsentRecord, Records } from "#core/model/ports/records.ts";
import type { Caches } from "./caches.ts";
import type { ConsentTable } from "./consent-table.ts";
import type { ContactTable } from "./contact-table.ts";
import type { ConversationTable } from "./conversation-table.ts";
import { erasePerson } from "./erase-person.ts";
import type { MediaAccount } from "./media-account.ts";
import type { People as PeopleFinder } from "./people.ts";
import { readAiUsage } from "./records-ai.ts";
import type { RecordsDeps } from "./records-deps.ts";
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
  | "appendConsent"
  | "consents"
  | "resolvePerson"
>;

/** More than anybody has: an export and an erasure know no bound. */
const everything = Number.MAX_SAFE_INTEGER;

export interface PeopleDeps extends RecordsDeps {
  readonly contacts: ContactTable;
  readonly conversations: ConversationTable;
  readonly caches: Caches;
  readonly consents: ConsentTable;
  readonly people: Pick<PeopleFinder, "resolve">;
  readonly reader: TrafficReader;
  readonly media: MediaAccount;
  /** Clears memory of what is gone, after the commit. */
  readonly onErased: (conversations: readonly ConversationId[]) => void;
  /** What was erased is in the journal until it is emptied. */
  readonly clearJournal: () => void;
}

/** A person's rows: shown, handed over, erased. */
export function createPeopleRecords(deps: PeopleDeps): People {
  const { orm, group, codec, contacts, conversations, caches, reader, media } = deps;

  function consentsOf(contact: ContactId): ConsentRecord[] {
    const rows = orm.select().from(consentTable).where(eq(consentTable.contact, contact));
    return rows
      .orderBy(desc(consentTable.seq))
      .all()
      .map((row) => toRecord(row, codec.decode(row.wording)));
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
    async eraseContact(id) {
      let erased: ConversationId[] = [];
      const isErased = await group.write(
        () => {
          const selves = [id, ...contacts.strandedBehind(id)];
          erased = selves.flatMap((self) => conversations.ofContact(self));
          for (const self of selves) contacts.keepStop(self);
          caches.clear();
          const files = media.filesOf(erased);
          const isFound = erasePerson(orm, selves, erased);
          media.recount(files);
          return isFound;
        },
        () => deps.onErased(erased),
      );
      if (isErased) deps.clearJournal();
      return isErased;
    },
    appendConsent: ({ contact, ...line }) => group.write(() => deps.consents.append(contact, line)),
    consents: (contact) => group.read(() => consentsOf(contact)),
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
