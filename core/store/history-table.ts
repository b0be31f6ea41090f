import type { Database, Statement } from "better-sqlite3";
import type { ConversationId } from "#core/lib/ids.ts";
import type { HistoryEntry } from "#core/model/plan.ts";
import type { Codec, KeyOf } from "./codec.ts";

type Text = string | null;

/** What happened, line by line; append-only. Runs inside the caller's transaction. */
export class HistoryTable {
  readonly #codec: Codec;
  readonly #keyOf: KeyOf;
  readonly #insert: Statement<[string, number, string, Text, Text, Text]>;

  constructor(db: Database, codec: Codec, keyOf: KeyOf) {
    this.#codec = codec;
    this.#keyOf = keyOf;
    this.#insert = db.prepare(
      "INSERT INTO history (conversation, at, what, run, event, data) VALUES (?, ?, ?, ?, ?, ?)",
    );
  }

  append(conversation: ConversationId, { at, what, run, event, data }: HistoryEntry): void {
    const seal = (value: object | string | number | boolean | null) =>
      this.#codec.encode(
        JSON.stringify(value),
        `history/${conversation}`,
        this.#keyOf(conversation),
      );
    const text = data === undefined ? null : seal(data);
    this.#insert.run(conversation, at, what, run ?? null, event ?? null, text);
  }
}
