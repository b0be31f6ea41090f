import { readBareOptions } from "./bare-options.ts";
import { readBare } from "./bare-webhook.ts";
import { createGroup } from "./group.ts";
import { eventsTable, openBare } from "./open-bare.ts";
import { serveBare } from "./serve-bare.ts";

/** Baseline: verify, parse, dedupe, and one durable commit for each turn of the event loop. */
export function serveAckGroup(): void {
  const options = readBareOptions();
  const db = openBare(options.file, eventsTable);
  const insert = db.prepare("INSERT INTO event VALUES (?, ?) ON CONFLICT DO NOTHING");
  const write = createGroup(db);
  serveBare(options, (body) => {
    const { keys } = readBare(body);
    return write(() => {
      for (const key of keys) insert.run(key, body);
    });
  });
}
