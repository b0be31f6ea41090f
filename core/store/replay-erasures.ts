import type { Database } from "better-sqlite3";
import { drizzle } from "drizzle-orm/better-sqlite3";
import type { Log } from "#core/model/ports/log.ts";
import type { Codec } from "./codec.ts";
import type { ContactTable } from "./contact-table.ts";
import type { ConversationTable } from "./conversation-table.ts";
import { erasePerson } from "./erase-person.ts";
import type { ErasureList } from "./erasure-list.ts";
import { createMediaAccount } from "./media-account.ts";

export interface ReplayDeps {
  readonly db: Database;
  readonly codec: Codec;
  readonly contacts: ContactTable;
  readonly conversations: ConversationTable;
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
  const { db, codec, contacts, conversations, erasures, log } = deps;
  const entries = erasures.entries();
  if (entries.length === 0) return 0;
  const isThere = db.prepare("SELECT 1 FROM contact WHERE id = ?").pluck();
  const orm = drizzle(db);
  const media = createMediaAccount({ orm, conversations });
  let count = 0;
  db.transaction(() => {
    for (const [index, { contacts: ids, stops }] of entries.entries()) {
      const selves = ids.filter((id) => isThere.get(id) !== undefined);
      if (selves.length > 0) {
        const its = selves.flatMap((self) => conversations.ofContact(self));
        const files = media.filesOf(its);
        erasePerson(orm, selves, its);
        media.recount(files);
        count += selves.length;
      }
      // A STOP that START ended after the erasure is not brought back.
      if (index < countApplied(db)) continue;
      for (const { lookup, at } of stops) contacts.keepStopOf(lookup, at);
    }
    setApplied(db, entries.length);
  }).immediate();
  codec.dropKeys(entries.flatMap(({ keys }) => keys));
  if (count === 0) return 0;
  db.pragma("wal_checkpoint(TRUNCATE)");
  log.warn("store.erased-again", { count });
  return count;
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
