import { readBareOptions } from "./bare-options.ts";
import { readBare } from "./bare-webhook.ts";
import { eventsTable, openBare } from "./open-bare.ts";
import { serveBare } from "./serve-bare.ts";

/** Baseline: the same with a durable commit of its own for each request. */
export function serveAckSingle(): void {
  const options = readBareOptions();
  const db = openBare(options.file, eventsTable);
  const insert = db.prepare("INSERT INTO event VALUES (?, ?) ON CONFLICT DO NOTHING");
  const insertAll = db.transaction((keys: readonly string[], body: Uint8Array) => {
    for (const key of keys) insert.run(key, body);
  });
  serveBare(options, async (body) => {
    insertAll.immediate(readBare(body).keys, body);
  });
}
