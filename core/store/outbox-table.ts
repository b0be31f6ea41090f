import type { Database, Statement } from "better-sqlite3";
import { conversationId, effectId, type OutboxId, outboxId, runId } from "#core/lib/ids.ts";
import { parseJson } from "#core/lib/json.ts";
import { type Millis, toMillis } from "#core/lib/millis.ts";
import type { Conversation } from "#core/model/conversation.ts";
import { messageOutSchema, type SendClass } from "#core/model/message-out.ts";
import {
  type NewSend,
  privatePurposes,
  type SendState,
  windowClosedReason,
} from "#core/model/send.ts";
import type { Delivery, SendError } from "#core/model/status.ts";
import type { Codec, KeyOf } from "./codec.ts";
import { nextRowNumber, numberedId, rowNumber } from "./row-number.ts";
import type { OpenSend, SendContent } from "./send-lanes.ts";

type Text = string | null;

/** A row without what never changes. `error` is encoded JSON, `price` JSON. */
export interface OutboxRow {
  readonly seq: number;
  readonly id: string;
  readonly conversation: string;
  readonly account: string;
  readonly class: SendClass;
  readonly purpose: string;
  readonly queued_at: number;
  state: SendState;
  attempt: number;
  refusals: number;
  unknowns: number;
  due_at: number;
  /** Vendor ids that are known to have been accepted: more than one is a duplicate. */
  copies: number;
  delivery: Delivery | null;
  reason: Text;
  error: Text;
  price: Text;
  cost_micro_usd: number | null;
}

interface ContentRow {
  readonly id: string;
  readonly effect: string;
  readonly run: Text;
  readonly message: string;
  readonly purpose: string;
}

const columns = `seq, id, conversation, account, class, purpose, queued_at, state, attempt, refusals,
  unknowns, due_at, copies, delivery, reason, error, price, cost_micro_usd`;

/** Messages to send. Every method runs inside the caller's transaction. */
export class OutboxTable {
  readonly #codec: Codec;
  readonly #keyOf: KeyOf;
  #nextSeq: number;
  readonly #insert: Statement<
    [
      number,
      string,
      string,
      string,
      string,
      Text,
      SendClass,
      string,
      string,
      SendState,
      number,
      number,
      number,
    ]
  >;
  readonly #bySeq: Statement<[number], OutboxRow>;
  readonly #open: Statement<[], OutboxRow>;
  readonly #content: Statement<[number], ContentRow>;
  readonly #start: Statement<[number, string, number]>;
  readonly #accept: Statement<[number, string, number]>;
  readonly #write: Statement<
    [
      SendState,
      number,
      number,
      number,
      number,
      number,
      number,
      Text,
      Text,
      Text,
      Text,
      number | null,
      number,
    ]
  >;
  readonly #cancel: Statement<[string, number]>;
  readonly #held: Statement<[string, string, number], OutboxRow>;
  readonly #cancelHeld: Statement<[string, string, string]>;

  constructor(db: Database, codec: Codec, keyOf: KeyOf) {
    this.#codec = codec;
    this.#keyOf = keyOf;
    this.#nextSeq = nextRowNumber(db, "outbox");
    this.#insert = db.prepare(
      `INSERT INTO outbox (seq, id, effect, conversation, account, run, class, purpose, message, state,
         is_open, attempt, refusals, unknowns, queued_at, due_at, copies)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, 0, 0, ?, ?, 0)
       ON CONFLICT (conversation, effect) DO NOTHING`,
    );
    this.#bySeq = db.prepare(`SELECT ${columns} FROM outbox WHERE seq = ?`);
    this.#open = db.prepare(
      `SELECT ${columns} FROM outbox INDEXED BY outbox_open WHERE is_open = 1 ORDER BY seq`,
    );
    this.#content = db.prepare(
      "SELECT id, effect, run, message, purpose FROM outbox WHERE seq = ?",
    );
    this.#start = db.prepare(
      `UPDATE outbox SET state = 'sending', attempt = attempt + 1
       WHERE seq = ? AND state = ? AND attempt = ?`,
    );
    this.#accept = db.prepare(
      `UPDATE outbox SET state = 'accepted', is_open = 0, copies = 1, reason = NULL, error = NULL
       WHERE seq = ? AND id = ? AND state = 'sending' AND attempt = ? AND copies = 0`,
    );
    this.#write = db.prepare(
      `UPDATE outbox SET state = ?, is_open = ?, attempt = ?, refusals = ?, unknowns = ?, due_at = ?,
         copies = ?, delivery = ?, reason = ?, error = ?, price = ?, cost_micro_usd = ?
       WHERE seq = ?`,
    );
    this.#cancel = db.prepare(
      `UPDATE outbox SET state = 'blocked', is_open = 0, reason = ?
       WHERE seq = ? AND state IN ('queued', 'unknown')`,
    );
    this.#held = db.prepare(
      `SELECT ${columns} FROM outbox
       WHERE conversation = ? AND state = 'blocked' AND reason = ? AND queued_at >= ?
         AND class <> 'campaign' ORDER BY seq`,
    );
    this.#cancelHeld = db.prepare(
      "UPDATE outbox SET reason = ? WHERE conversation = ? AND state = 'blocked' AND reason = ?",
    );
  }

  /**
   * Puts what the closed window held back since a moment into the line again, in its order. A broadcast may
   * be over by then: what is left of it stays where it is.
   */
  release(conversation: string, since: Millis, now: Millis): OpenSend[] {
    return this.#held.all(conversation, windowClosedReason, since).map((row) => {
      const released: OutboxRow = { ...row, state: "queued", due_at: now, reason: null };
      this.write(released);
      return toOpenSend(released);
    });
  }

  /** Gives what the closed window holds back another reason, for good. */
  cancelHeld(conversation: string, reason: string): void {
    this.#cancelHeld.run(reason, conversation, windowClosedReason);
  }

  /**
   * Puts a message into the line, `sending` if its first attempt begins with it; undefined if its
   * effect has one already.
   */
  insert(
    uuid: string,
    { id: conversation, account }: Pick<Conversation, "id" | "account">,
    send: NewSend,
    state: "queued" | "sending",
    now: Millis,
  ): OpenSend | undefined {
    const { effect, run, message, purpose } = send;
    const seq = this.#nextSeq++;
    const id = outboxId(numberedId(uuid, seq));
    const key = this.#keyOf(conversation);
    const text = this.#codec.encode(JSON.stringify(message), `outbox/${id}`, key);
    const attempt = state === "sending" ? 1 : 0;
    const { changes } = this.#insert.run(
      seq,
      id,
      effect,
      conversation,
      account,
      run ?? null,
      send.class,
      purpose,
      text,
      state,
      attempt,
      now,
      now,
    );
    if (changes === 0) return undefined;
    return {
      seq,
      id,
      class: send.class,
      isPrivate: privatePurposes.includes(purpose),
      queuedAt: now,
      state,
      dueAt: now,
      attempt,
      refusals: 0,
      unknowns: 0,
      content: { effect, run, message, purpose },
    };
  }

  /** What a row's `error` holds. */
  sealError(
    { id, conversation }: Pick<OutboxRow, "id" | "conversation">,
    error: SendError,
  ): string {
    const key = this.#keyOf(conversationId(conversation));
    return this.#codec.encode(JSON.stringify(error), `error/${id}`, key);
  }

  bySeq(seq: number): OutboxRow | undefined {
    return this.#bySeq.get(seq);
  }

  byId(id: string): OutboxRow | undefined {
    const row = this.#bySeq.get(rowNumber(id));
    return row?.id === id ? row : undefined;
  }

  /** All that has not ended, in the order of the lines. */
  open(): OutboxRow[] {
    return this.#open.all();
  }

  content(seq: number): SendContent {
    const row = this.#content.get(seq);
    const text = this.#codec.decode(row?.message ?? "", `outbox/${row?.id}`);
    return {
      effect: effectId(row?.effect ?? ""),
      run: row?.run === null || row?.run === undefined ? undefined : runId(row.run),
      message: parseJson(messageOutSchema, text, `outbox row ${seq}`),
      purpose: row?.purpose ?? "",
    };
  }

  /** Begins an attempt; false if the row is no longer as it was claimed. */
  start(seq: number, state: SendState, attempt: number): boolean {
    return this.#start.run(seq, state, attempt).changes > 0;
  }

  /** Records the usual end of an attempt; false if the row needs a closer look. */
  accept(id: OutboxId, attempt: number): boolean {
    return this.#accept.run(rowNumber(id), id, attempt).changes > 0;
  }

  write(row: OutboxRow): void {
    this.#write.run(
      row.state,
      isOpen(row.state) ? 1 : 0,
      row.attempt,
      row.refusals,
      row.unknowns,
      row.due_at,
      row.copies,
      row.delivery,
      row.reason,
      row.error,
      row.price,
      row.cost_micro_usd,
      row.seq,
    );
  }

  /** Blocks a row that waits; false if it does not, or is on the wire. */
  cancel(seq: number, reason: string): boolean {
    return this.#cancel.run(reason, seq).changes > 0;
  }
}

/** The row as a lane keeps it; its content is read when it is claimed. */
export function toOpenSend(row: OutboxRow): OpenSend {
  const { state } = row;
  return {
    seq: row.seq,
    id: outboxId(row.id),
    class: row.class,
    isPrivate: privatePurposes.includes(row.purpose),
    queuedAt: toMillis(row.queued_at),
    state: isOpen(state) ? state : "ended",
    dueAt: toMillis(row.due_at),
    attempt: row.attempt,
    refusals: row.refusals,
    unknowns: row.unknowns,
    content: undefined,
  };
}

export function isOpen(state: SendState): state is "queued" | "sending" | "unknown" {
  return state === "queued" || state === "sending" || state === "unknown";
}
