import type { Database, Statement } from "better-sqlite3";
import { type ConversationId, conversationId, type EventId, eventId } from "#core/lib/ids.ts";
import { parseJson } from "#core/lib/json.ts";
import { type Millis, toMillis } from "#core/lib/millis.ts";
import {
  type EventBody,
  type EventKind,
  type EventState,
  eventBodySchema,
  type NewEvent,
} from "#core/model/event.ts";
import type { EventMark } from "#core/model/plan.ts";
import { type Codec, type KeyOf, ownKey } from "./codec.ts";
import type { PendingEvent } from "./inbox-lanes.ts";
import { nextRowNumber, numberedId, rowNumber } from "./row-number.ts";

interface PendingRow {
  readonly id: string;
  readonly conversation: string;
  readonly kind: EventKind;
  readonly attempts: number;
  readonly occurred_at: number;
  readonly received_at: number;
  readonly retry_at: number | null;
}

/** A pending event with its conversation and the end of that conversation's wait, if it has one. */
export interface WaitingEvent {
  readonly conversation: ConversationId;
  readonly event: PendingEvent;
  readonly retryAt: Millis | undefined;
}

type Text = string | null;

const pendingColumns = `event.id, event.conversation, event.kind, event.attempts, event.occurred_at,
  event.received_at, conversation.retry_at`;

/** What came in. Every method runs inside the caller's transaction. */
export class EventTable {
  readonly #codec: Codec;
  readonly #keyOf: KeyOf;
  readonly #remember: Statement<[string]>;
  #nextSeq: number;
  readonly #insert: Statement<
    [number, string, string, Text, string, EventState, Text, number, number, string, Text]
  >;
  readonly #mark: Statement<[EventState, Text, number, string, string]>;
  readonly #fail: Statement<[string, number, string, string]>;
  readonly #body: Statement<[number, string], { readonly body: string }>;
  readonly #pending: Statement<[], PendingRow>;
  readonly #onePending: Statement<[number], PendingRow>;
  readonly #revive: Statement<[number, string]>;

  constructor(db: Database, codec: Codec, keyOf: KeyOf) {
    this.#codec = codec;
    this.#keyOf = keyOf;
    this.#nextSeq = nextRowNumber(db, "event");
    this.#remember = db.prepare("INSERT INTO dedupe (key) VALUES (?) ON CONFLICT DO NOTHING");
    this.#insert = db.prepare(
      `INSERT INTO event (seq, id, account, conversation, kind, state, reason, attempts,
         occurred_at, received_at, body, raw)
       VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?)`,
    );
    this.#mark = db.prepare(
      `UPDATE event SET state = ?, reason = ?
       WHERE seq = ? AND id = ? AND conversation = ? AND state = 'pending'`,
    );
    this.#fail = db.prepare(
      `UPDATE event SET attempts = attempts + 1, reason = ?
       WHERE seq = ? AND id = ? AND conversation = ? AND state = 'pending'`,
    );
    this.#body = db.prepare("SELECT body FROM event WHERE seq = ? AND id = ?");
    this.#pending = db.prepare(
      // A start reads what is pending and nothing else, whatever the planner thinks.
      `SELECT ${pendingColumns} FROM event INDEXED BY event_pending
         CROSS JOIN conversation ON conversation.id = event.conversation
       WHERE event.state = 'pending' ORDER BY event.seq`,
    );
    this.#onePending = db.prepare(
      `SELECT ${pendingColumns} FROM event JOIN conversation ON conversation.id = event.conversation
       WHERE event.seq = ? AND event.state = 'pending'`,
    );
    this.#revive = db.prepare(
      `UPDATE event SET state = 'pending', attempts = 0, reason = NULL
       WHERE seq = ? AND id = ? AND state = 'dead' AND conversation IS NOT NULL`,
    );
  }

  /** False if the account has had an event of this key before, however long ago. */
  remember(account: string, dedupeKey: string): boolean {
    return this.#remember.run(this.#codec.lookup(`event\0${account}\0${dedupeKey}`)).changes > 0;
  }

  /** Writes an event; gives its id, and the size of its body for those who keep it in memory. */
  insert(
    uuid: string,
    event: Omit<NewEvent, "dedupeKey" | "sender">,
    state: EventState,
    reason?: string,
  ): { readonly id: EventId; readonly chars: number } {
    const { account, conversation, occurredAt, receivedAt, body, raw } = event;
    const text = JSON.stringify(body);
    const seq = this.#nextSeq++;
    const id = eventId(numberedId(uuid, seq));
    const key = conversation === undefined ? ownKey : this.#keyOf(conversation);
    this.#insert.run(
      seq,
      id,
      account,
      conversation ?? null,
      body.kind,
      state,
      reason ?? null,
      occurredAt,
      receivedAt,
      this.#codec.encode(text, `event/${id}`, key),
      raw === undefined ? null : this.#codec.encode(raw, `raw/${id}`, key),
    );
    return { id, chars: text.length };
  }

  mark(conversation: ConversationId, { event, state, reason }: EventMark): void {
    this.#mark.run(state, reason ?? null, rowNumber(event), event, conversation);
  }

  /** Counts a failed try and keeps its error. */
  fail(conversation: ConversationId, event: EventId, error: string): void {
    this.#fail.run(error, rowNumber(event), event, conversation);
  }

  body(id: EventId): EventBody {
    const text = this.#codec.decode(this.#body.get(rowNumber(id), id)?.body ?? "", `event/${id}`);
    return parseJson(eventBodySchema, text, `event ${id}`);
  }

  /** Everything that is pending, oldest first; read once, at open. */
  pending(): WaitingEvent[] {
    return this.#pending.all().map(toWaiting);
  }

  /** Puts a dead event back; undefined if it is not dead. */
  revive(id: EventId): WaitingEvent | undefined {
    if (this.#revive.run(rowNumber(id), id).changes === 0) return undefined;
    const row = this.#onePending.get(rowNumber(id));
    return row === undefined ? undefined : toWaiting(row);
  }
}

function toWaiting(row: PendingRow): WaitingEvent {
  const { kind, attempts } = row;
  return {
    conversation: conversationId(row.conversation),
    retryAt: row.retry_at === null ? undefined : toMillis(row.retry_at),
    event: {
      key: { id: eventId(row.id), occurredAt: toMillis(row.occurred_at), body: { kind } },
      receivedAt: toMillis(row.received_at),
      attempts,
      body: undefined,
      chars: 0,
    },
  };
}
