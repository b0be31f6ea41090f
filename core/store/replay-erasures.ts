import type { Database } from "better-sqlite3";
import { drizzle } from "drizzle-orm/better-sqlite3";
import type { ContactId } from "#core/lib/ids.ts";
import type { Contact } from "#core/model/contact.ts";
import type { Log } from "#core/model/ports/log.ts";
import { clearJournal } from "./clear-journal.ts";
import type { Codec } from "./codec.ts";
import type { ContactTable } from "./contact-table.ts";
import type { ConversationTable } from "./conversation-table.ts";
import { erasePerson } from "./erase-person.ts";
import type { ErasureEntry, ErasureList } from "./erasure-list.ts";
import { createMediaAccount } from "./media-account.ts";
import type { OpenErasures } from "./open-erasures.ts";
import type { OpsTable } from "./ops-table.ts";
import { isUnreadable } from "./store-error.ts";

export interface ReplayDeps {
  readonly db: Database;
  readonly codec: Codec;
  readonly contacts: ContactTable;
  readonly conversations: ConversationTable;
  readonly openErasures: OpenErasures;
  readonly ops: Pick<OpsTable, "appendAudit">;
  readonly erasures: ErasureList;
  readonly log: Log;
}

const applied = "erasures";

/**
 * Erases again whom the list names, before anything else is read: the database may be a backup of before
 * their erasure, and so may be the keys. What a crash left half done is done. Tells how many
 * contacts there were.
 */
export function replayErasures(deps: ReplayDeps): number {
  const { db, codec, contacts, erasures, log } = deps;
  const entries = erasures.entries();
  if (entries.length === 0) return 0;
  const dropped = entries.flatMap(({ keys }) => keys);
  const startedAts = new Map<ContactId, number>();
  let count = 0;
  db.transaction(() => {
    const seen = countApplied(db);
    for (const [index, entry] of entries.entries()) {
      const again = eraseAgain(deps, entry);
      count += again.selves.length;
      dropped.push(...again.keys);
      for (const { id, startedAt = 0 } of again.people) startedAts.set(id, startedAt);
      // A STOP that START ended is not brought back, be it said after the erasure or after one that failed.
      if (index < seen) continue;
      const startedAt = Math.max(...entry.contacts.map((id) => startedAts.get(id) ?? 0));
      for (const { lookup, at } of entry.stops) {
        if (at > startedAt) contacts.keepStopOf(lookup, at);
      }
    }
    setApplied(db, erasures.entries().length);
  }).immediate();
  codec.dropKeys(dropped);
  if (count === 0) return 0;
  clearJournal(db);
  log.warn("store.erased-again", { count });
  return count;
}

/**
 * Erases who of one entry is still there. If the erasure failed the first time they have lived on: what they
 * said of STOP since, and who has turned out to be them, is not in the list.
 */
function eraseAgain(deps: ReplayDeps, { at, contacts: ids }: ErasureEntry) {
  const { db, contacts, conversations, openErasures, ops, erasures } = deps;
  const isThere = db.prepare("SELECT 1 FROM contact WHERE id = ?").pluck();
  const named = ids.filter((id) => isThere.get(id) !== undefined);
  const selves = [...new Set(named.flatMap((id) => [id, ...contacts.strandedBehind(id)]))];
  if (selves.length === 0) return { selves, keys: [], people: [] };
  const people = selves.flatMap((id) => tryLoad(contacts, id) ?? []);
  const keys = selves.map((id) => contacts.storedKeyOf(id));
  const stops = selves.flatMap((id) => contacts.stopsOf(id));
  const others = selves.filter((id) => !ids.includes(id));
  if (others.length > 0) erasures.append({ at, contacts: others, keys, marks: [], stops: [] });
  for (const { lookup, at: stoppedAt } of stops) contacts.keepStopOf(lookup, stoppedAt);
  openErasures.add(
    selves,
    keys,
    people.flatMap(({ addresses }) => addresses),
  );
  const data = { contacts: selves };
  ops.appendAudit({ at, who: "erasure list", what: "contact.erased-again", data });
  const orm = drizzle(db);
  const media = createMediaAccount({ orm, conversations });
  const its = selves.flatMap((id) => conversations.ofContact(id));
  const files = media.filesOf(its);
  erasePerson(orm, selves, its);
  media.recount(files);
  return { selves, keys, people };
}

/** Undefined if the person's key is gone already. */
function tryLoad(contacts: ContactTable, id: ContactId): Contact | undefined {
  try {
    return contacts.load(id)?.contact;
  } catch (error) {
    if (isUnreadable(error)) return undefined;
    throw error;
  }
}

/** How many entries of the list this database has seen. */
function countApplied(db: Database): number {
  const row = db
    .prepare<[string], { readonly value: string }>("SELECT value FROM meta WHERE name = ?")
    .get(applied);
  return Number(row?.value ?? 0);
}

export function setApplied(db: Database, count: number): void {
  db.prepare<[string, string]>(
    "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
  ).run(applied, String(count));
}
