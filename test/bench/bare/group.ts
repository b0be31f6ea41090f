import type { Database } from "better-sqlite3";

interface Waiting {
  readonly apply: () => void;
  readonly done: () => void;
}

/** One commit for all writes of one turn of the event loop; `write` resolves when it is durable. */
export function createGroup(db: Database): (apply: () => void) => Promise<void> {
  const begin = db.prepare("BEGIN IMMEDIATE");
  const commit = db.prepare("COMMIT");
  let waiting: Waiting[] = [];

  function run(): void {
    const group = waiting;
    waiting = [];
    begin.run();
    for (const { apply } of group) apply();
    commit.run();
    for (const { done } of group) done();
  }

  return (apply) =>
    new Promise((done) => {
      if (waiting.length === 0) setImmediate(run);
      waiting.push({ apply, done });
    });
}
