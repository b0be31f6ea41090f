import type { Database } from "better-sqlite3";
import type { Log } from "#core/model/ports/log.ts";
import { restoredReason } from "#core/model/send.ts";

/** How many messages were parked and how many broadcasts paused. */
export interface HeldBack {
  readonly sends: number;
  readonly broadcasts: number;
}

const mark = "restored";
const nothing: HeldBack = { sends: 0, broadcasts: 0 };

/** Says in a backup's copy that it takes a database's place; the next open acts on it. */
export function markRestored(copy: Database): void {
  copy
    .prepare<[string]>("INSERT INTO meta (name, value) VALUES (?, '1') ON CONFLICT DO NOTHING")
    .run(mark);
}

/**
 * Sends nothing that a restored database has in its line, once: it may have left since the backup, and a STOP
 * that was said since is not known. Such a message is parked as one that nobody knows the outcome of, so that
 * a receipt still proves it; a broadcast waits for a person. To be called before the lines are read.
 */
export function holdRestored(db: Database, log: Pick<Log, "warn">): HeldBack {
  const take = db.prepare<[string]>("DELETE FROM meta WHERE name = ?");
  const park = db.prepare<[string]>(
    `UPDATE outbox SET state = 'unconfirmed', is_open = 0, reason = ?
     WHERE is_open = 1`,
  );
  const pause = db.prepare<[string]>(
    "UPDATE broadcast SET state = 'paused', reason = ? WHERE state = 'running'",
  );
  const held = db
    .transaction(() => {
      if (take.run(mark).changes === 0) return nothing;
      const sends = park.run(restoredReason).changes;
      return { sends, broadcasts: pause.run("a backup was restored").changes };
    })
    .immediate();
  if (held.sends + held.broadcasts > 0) log.warn("store.restored-held", { ...held });
  return held;
}
