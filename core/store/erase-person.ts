import { inArray, sql } from "drizzle-orm";
import type { BetterSQLite3Database } from "drizzle-orm/better-sqlite3";
import type { ContactId, ConversationId } from "#core/lib/ids.ts";
import { contactTable } from "./schema-people.ts";

/**
 * Tables of the hot path: they name their conversation and have no foreign key, which would cost
 * every message a look-up. All other tables of a person go with the contact's row.
 */
const tables = [
  "event",
  "run",
  "timer",
  "activity",
  "history",
  "outbox",
  "broadcast_recipient",
] as const;

/**
 * Removes every row of a person, by all the contacts that they are, inside the caller's transaction;
 * false if there was nobody. Keys of events stay, which tell nothing of the person: an event that comes
 * again is still a repeat.
 */
export function erasePerson(
  orm: BetterSQLite3Database,
  selves: readonly ContactId[],
  conversations: readonly ConversationId[],
): boolean {
  for (const id of conversations) {
    orm.run(sql`DELETE FROM vendor_message WHERE outbox IN (
      SELECT seq FROM outbox WHERE conversation = ${id})`);
    for (const table of tables) {
      orm.run(sql`DELETE FROM ${sql.identifier(table)} WHERE conversation = ${id}`);
    }
  }
  return (
    orm
      .delete(contactTable)
      .where(inArray(contactTable.id, [...selves]))
      .run().changes > 0
  );
}
