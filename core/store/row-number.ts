import type { Database } from "better-sqlite3";

/** Where the row's number begins in an id: its last twelve hex digits. */
const numberFrom = 24;

/**
 * Puts a row's number into the random tail of a UUIDv7, so that the row is found by its id without
 * an index on ids: `01963e2c-7a10-7c41-9f0e-` + `00000001e240` is row 123,456.
 */
export function numberedId(uuid: string, seq: number): string {
  return uuid.slice(0, numberFrom) + seq.toString(16).padStart(12, "0");
}

/** The number in an id; not a number if the id is none of ours, which finds no row. */
export function rowNumber(id: string): number {
  return Number.parseInt(id.slice(numberFrom), 16);
}

/** The number of the next row of a table. */
export function nextRowNumber(db: Database, table: "event" | "outbox"): number {
  const last = db.prepare<[], { readonly seq: number | null }>(
    `SELECT max(seq) AS seq FROM ${table}`,
  );
  return (last.get()?.seq ?? 0) + 1;
}
