import type { Database, Statement } from "better-sqlite3";
import { z } from "zod";
import {
  type AccountId,
  accountId,
  type ConversationId,
  conversationId,
  type EffectId,
  effectId,
  type RunId,
  runId,
} from "#core/lib/ids.ts";
import { jsonSchema, parseJson } from "#core/lib/json.ts";
import type { NewActivity } from "#core/model/plan.ts";
import type { Activity } from "#core/model/ports/store.ts";
import type { Codec, KeyOf } from "./codec.ts";

interface ActivityRow {
  readonly effect: string;
  readonly conversation: string;
  readonly account: string;
  readonly run: string;
  readonly request: string;
  readonly timeout_ms: number;
  readonly attempts: number;
}

/** What the queue in memory has to know of an open activity. */
export interface OpenActivity {
  readonly effect: EffectId;
  readonly conversation: ConversationId;
  readonly run: RunId | undefined;
}

/** Stands for no run: the column was made when every activity had one. */
const noRun = "";

const requestSchema = z.object({
  port: z.enum(["action", "ai", "media", "privacy", "signal", "voice"]),
  name: z.string(),
  input: jsonSchema,
});

/** Work that has no result yet. Every method runs inside the caller's transaction. */
export class ActivityTable {
  readonly #codec: Codec;
  readonly #keyOf: KeyOf;
  readonly #insert: Statement<[string, string, string, string, string, number]>;
  readonly #end: Statement<[string]>;
  readonly #dropRun: Statement<[string]>;
  readonly #begin: Statement<[string], ActivityRow>;
  readonly #open: Statement<[], Pick<ActivityRow, "effect" | "conversation" | "run">>;

  constructor(db: Database, codec: Codec, keyOf: KeyOf) {
    this.#codec = codec;
    this.#keyOf = keyOf;
    this.#insert = db.prepare(
      `INSERT INTO activity (effect, conversation, account, run, request, timeout_ms, attempts)
       VALUES (?, ?, ?, ?, ?, ?, 0) ON CONFLICT (effect) DO NOTHING`,
    );
    this.#end = db.prepare("DELETE FROM activity WHERE effect = ?");
    this.#dropRun = db.prepare("DELETE FROM activity WHERE run = ?");
    this.#begin = db.prepare(
      "UPDATE activity SET attempts = attempts + 1 WHERE effect = ? RETURNING *",
    );
    this.#open = db.prepare("SELECT effect, conversation, run FROM activity ORDER BY seq");
  }

  /** False if an activity of this effect is open already. */
  insert(conversation: ConversationId, account: AccountId, activity: NewActivity): boolean {
    const { effect, run, request, timeoutMs } = activity;
    const text = this.#codec.encode(
      JSON.stringify(request),
      `activity/${effect}`,
      this.#keyOf(conversation),
    );
    return (
      this.#insert.run(effect, conversation, account, run ?? noRun, text, timeoutMs).changes > 0
    );
  }

  /** False if it is not open (any more). */
  end(effect: EffectId): boolean {
    return this.#end.run(effect).changes > 0;
  }

  dropRun(run: RunId): void {
    this.#dropRun.run(run);
  }

  /** Counts a beginning; undefined if the activity is gone. */
  begin(effect: EffectId): Activity | undefined {
    const row = this.#begin.get(effect);
    if (row === undefined) return undefined;
    return {
      effect,
      ...(row.run === noRun ? {} : { run: runId(row.run) }),
      account: accountId(row.account),
      conversation: conversationId(row.conversation),
      request: parseJson(
        requestSchema,
        this.#codec.decode(row.request, `activity/${effect}`),
        "activity",
      ),
      timeoutMs: row.timeout_ms,
      attempts: row.attempts - 1,
    };
  }

  /** All that are open, oldest first; read once, at open. */
  open(): OpenActivity[] {
    return this.#open.all().map(({ effect, conversation, run }) => ({
      effect: effectId(effect),
      conversation: conversationId(conversation),
      run: run === noRun ? undefined : runId(run),
    }));
  }
}
