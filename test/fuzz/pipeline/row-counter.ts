import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { z } from "zod";

/** Events that the bot makes itself. */
const ownKinds = "('result', 'timer', 'operator', 'signal')";
/** Tables that only a webhook adds to. */
const intakeTables = ["dedupe", "contact", "address", "conversation", "early_status"] as const;

const countSchema = z.object({ count: z.number() });
const newSchema = z.object({ count: z.number(), last: z.number().nullable() });

/** Looks into a database from outside, past the program that owns it. */
export interface RowCounter {
  /** Events that came in by webhooks since the last call. */
  newEvents(): number;
  /** Rows of the tables that a webhook adds to, as one text to compare. */
  intake(): string;
  /** Events by state and kind, over all. */
  states(): { readonly dead: number; readonly pending: number; readonly unparsed: number };
  close(): void;
}

export function openRowCounter(dataFolder: string): RowCounter {
  const db = new Sqlite(join(dataFolder, "sapa.db"), { readonly: true });
  const fresh = db.prepare<[number]>(
    `SELECT count(*) FILTER (WHERE kind NOT IN ${ownKinds}) AS count, max(seq) AS last
     FROM event WHERE seq > ?`,
  );
  const tables = ["event", ...intakeTables].map((table) =>
    db.prepare(
      `SELECT count(*) AS count FROM ${table}` +
        (table === "event" ? ` WHERE kind NOT IN ${ownKinds}` : ""),
    ),
  );
  const count = (where: string) =>
    countSchema.parse(db.prepare(`SELECT count(*) AS count FROM event WHERE ${where}`).get()).count;
  let last = 0;
  return {
    newEvents() {
      const row = newSchema.parse(fresh.get(last));
      last = row.last ?? last;
      return row.count;
    },
    intake: () => tables.map((table) => countSchema.parse(table.get()).count).join(" "),
    states: () => ({
      dead: count("state = 'dead'"),
      pending: count("state = 'pending'"),
      unparsed: count("kind = 'unparsed'"),
    }),
    close: () => db.close(),
  };
}
