import { and, desc, eq, inArray } from "drizzle-orm";
import type { ConversationId } from "#core/lib/ids.ts";
import { jsonSchema, parseJson } from "#core/lib/json.ts";
import { eventBodySchema } from "#core/model/event.ts";
import { messageOutSchema } from "#core/model/message-out.ts";
import type { HistoryEntry } from "#core/model/plan.ts";
import type {
  EventFilter,
  EventRecord,
  Records,
  SendFilter,
  SendRecord,
} from "#core/model/ports/records.ts";
import { type Run, runSchema } from "#core/model/run.ts";
import { sendErrorSchema } from "#core/model/status.ts";
import type { Codec } from "./codec.ts";
import type { ConversationTable } from "./conversation-table.ts";
import type { RecordsDeps } from "./records-deps.ts";
import { conversationTable } from "./schema-people.ts";
import { eventTable, historyTable, outboxTable, runTable } from "./schema-traffic.ts";

/** Reads of what came in, what went out and what happened; each at once, newest first. */
export interface TrafficReader {
  events(filter: EventFilter): EventRecord[];
  sends(filter: SendFilter): SendRecord[];
  runs(conversation: ConversationId): Run[];
  history(conversation: ConversationId, limit: number): HistoryEntry[];
}

type Traffic = Pick<
  Records,
  "conversations" | "conversation" | "conversationsOf" | "events" | "sends" | "runs" | "history"
>;

export function createTrafficReader({ orm, codec }: RecordsDeps): TrafficReader {
  return {
    events({ conversation, state, kind, limit }) {
      const isWanted = and(
        conversation === undefined ? undefined : eq(eventTable.conversation, conversation),
        state === undefined ? undefined : eq(eventTable.state, state),
        kind === undefined ? undefined : eq(eventTable.kind, kind),
      );
      const rows = orm.select().from(eventTable).where(isWanted);
      const found = rows.orderBy(desc(eventTable.seq)).limit(limit).all();
      return found.map((row) => toEventRecord(row, codec));
    },
    sends({ conversation, state, limit }) {
      const isWanted = and(
        conversation === undefined ? undefined : eq(outboxTable.conversation, conversation),
        state === undefined ? undefined : eq(outboxTable.state, state),
      );
      const newestFirst = desc(outboxTable.seq);
      // The numbers are sorted first and rows read last: no index has a conversation's in order.
      const numbers = orm.select({ seq: outboxTable.seq }).from(outboxTable).where(isWanted);
      const wanted = numbers.orderBy(newestFirst).limit(limit);
      const rows = orm.select().from(outboxTable).where(inArray(outboxTable.seq, wanted));
      const found = rows.orderBy(newestFirst).all();
      return found.map((row) => toSendRecord(row, codec));
    },
    runs(conversation) {
      const rows = orm.select().from(runTable).where(eq(runTable.conversation, conversation));
      const found = rows.orderBy(desc(runTable.id)).all();
      return found.map(({ id, body }) =>
        parseJson(runSchema, codec.decode(body, `run/${id}`), "run"),
      );
    },
    history(conversation, limit) {
      const rows = orm.select().from(historyTable);
      const found = rows.where(eq(historyTable.conversation, conversation));
      const lines = found.orderBy(desc(historyTable.seq)).limit(limit).all();
      return lines.map((row) => toHistoryEntry(row, codec));
    },
  };
}

export function createTrafficRecords(
  { orm, group }: RecordsDeps,
  reader: TrafficReader,
  conversations: ConversationTable,
): Traffic {
  const loadAll = (ids: readonly ConversationId[]) =>
    ids.map((id) => conversations.load(id)?.conversation).filter((it) => it !== undefined);
  return {
    events: (filter) => group.read(() => reader.events(filter)),
    sends: (filter) => group.read(() => reader.sends(filter)),
    runs: (conversation) => group.read(() => reader.runs(conversation)),
    history: (conversation, limit) => group.read(() => reader.history(conversation, limit)),
    conversation: (id) => group.read(() => conversations.load(id)?.conversation),
    conversations: (limit) =>
      group.read(() => {
        const rows = orm.select({ id: conversationTable.id }).from(conversationTable);
        const found = rows.orderBy(desc(conversationTable.id)).limit(limit).all();
        return loadAll(found.map(({ id }) => id));
      }),
    conversationsOf: (contact) => group.read(() => loadAll(conversations.ofContact(contact))),
  };
}

function toEventRecord(row: typeof eventTable.$inferSelect, codec: Codec): EventRecord {
  return {
    id: row.id,
    account: row.account,
    conversation: row.conversation ?? undefined,
    state: row.state,
    reason: row.reason ?? undefined,
    attempts: row.attempts,
    receivedAt: row.receivedAt,
    occurredAt: row.occurredAt,
    body: parseJson(eventBodySchema, codec.decode(row.body, `event/${row.id}`), `event ${row.id}`),
    raw: row.raw === null ? undefined : codec.decode(row.raw, `raw/${row.id}`),
  };
}

function toSendRecord(row: typeof outboxTable.$inferSelect, codec: Codec): SendRecord {
  const { error, price } = row;
  return {
    id: row.id,
    account: row.account,
    conversation: row.conversation,
    run: row.run ?? undefined,
    purpose: row.purpose,
    state: row.state,
    delivery: row.delivery ?? undefined,
    reason: row.reason ?? undefined,
    error:
      error === null
        ? undefined
        : parseJson(sendErrorSchema, codec.decode(error, `error/${row.id}`), "send error"),
    attempt: row.attempt,
    queuedAt: row.queuedAt,
    message: parseJson(
      messageOutSchema,
      codec.decode(row.message, `outbox/${row.id}`),
      `send ${row.id}`,
    ),
    price: price === null ? undefined : parseJson(jsonSchema, price, "price"),
    costMicroUsd: row.costMicroUsd ?? undefined,
  };
}

function toHistoryEntry(row: typeof historyTable.$inferSelect, codec: Codec): HistoryEntry {
  const { conversation, at, what, run, event, data } = row;
  return {
    at,
    what,
    ...(run === null ? {} : { run }),
    ...(event === null ? {} : { event }),
    ...(data === null
      ? {}
      : { data: parseJson(jsonSchema, codec.decode(data, `history/${conversation}`), "history") }),
  };
}
