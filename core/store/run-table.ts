import type { Database, Statement } from "better-sqlite3";
import type { ConversationId } from "#core/lib/ids.ts";
import { parseJson } from "#core/lib/json.ts";
import { type Run, restingPlace, runSchema } from "#core/model/run.ts";
import type { Caches } from "./caches.ts";
import type { Codec, KeyOf } from "./codec.ts";

/** Passages through flows. Every method runs inside the caller's transaction. */
export class RunTable {
  readonly #codec: Codec;
  readonly #keyOf: KeyOf;
  readonly #caches: Caches;
  readonly #live: Statement<[string], { readonly id: string; readonly body: string }>;
  readonly #put: Statement<[string, string, string, number, string, string, string, string]>;

  constructor(db: Database, codec: Codec, keyOf: KeyOf, caches: Caches) {
    this.#codec = codec;
    this.#keyOf = keyOf;
    this.#caches = caches;
    this.#live = db.prepare(
      "SELECT id, body FROM run WHERE conversation = ? AND is_live = 1 ORDER BY id",
    );
    this.#put = db.prepare(
      `INSERT INTO run (id, conversation, state, is_live, body, flow, revision, step)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET
         state = excluded.state, is_live = excluded.is_live, body = excluded.body,
         revision = excluded.revision, step = excluded.step`,
    );
  }

  /** Runs that have not ended, in the order of their start. */
  live(conversation: ConversationId): readonly Run[] {
    const cached = this.#caches.runs.get(conversation);
    if (cached !== undefined) return cached;
    const runs = this.#live
      .all(conversation)
      .map(({ id, body }) => parseJson(runSchema, this.#codec.decode(body, `run/${id}`), "run"));
    this.#caches.runs.set(conversation, runs);
    return runs;
  }

  put(conversation: ConversationId, run: Run): void {
    const before = this.live(conversation);
    const body = this.#codec.encode(
      JSON.stringify(run),
      `run/${run.id}`,
      this.#keyOf(conversation),
    );
    const { id, flow, revision, state } = run;
    const isOpen = isLive(run) ? 1 : 0;
    this.#put.run(id, conversation, state, isOpen, body, flow, revision, restingPlace(run));
    const others = before.filter((it) => it.id !== run.id);
    const after = isLive(run)
      ? [...others, run].toSorted((a, b) => (a.id < b.id ? -1 : 1))
      : others;
    this.#caches.runs.set(conversation, after);
  }
}

/** True if the run has not ended. */
export function isLive(run: Run): boolean {
  return run.state === "resting" || run.state === "queued";
}
