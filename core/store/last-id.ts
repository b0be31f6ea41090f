import type { Database } from "better-sqlite3";

/**
 * The greatest time part of an id that these tables hold, in milliseconds; 0 if there is none. New
 * ids have to come after it although the clock may have been set back since.
 */
export function lastIdMs(db: Database): number {
  const newest = db.prepare<[], { readonly id: string | null }>(
    `SELECT max(id) AS id FROM (
       SELECT * FROM (SELECT id FROM event ORDER BY seq DESC LIMIT 1)
       UNION ALL SELECT * FROM (SELECT id FROM outbox ORDER BY seq DESC LIMIT 1)
       UNION ALL SELECT max(id) FROM conversation UNION ALL SELECT max(id) FROM contact)`,
  );
  const id = newest.get()?.id;
  return id === undefined || id === null
    ? 0
    : Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}
