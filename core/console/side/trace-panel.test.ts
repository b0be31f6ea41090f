import { expect, test } from "bun:test";
import { toHtml } from "#core/console/to-html.ts";
import { type Language, wordsOf } from "#core/console/words.ts";
import type { Trace } from "#core/engine/queries/read-person.ts";
import { accountId, conversationId, eventId, outboxId } from "#core/lib/ids.ts";
import { hourMs, toMillis } from "#core/lib/millis.ts";
import { TracePanel } from "./trace-panel.tsx";

const account = accountId("shop");
const conversation = conversationId("c1");

const sent = {
  id: outboxId("o1"),
  account,
  conversation,
  run: undefined,
  purpose: "service",
  state: "accepted",
  delivery: "read",
  reason: undefined,
  error: undefined,
  attempt: 1,
  queuedAt: toMillis(90),
  message: { kind: "text", text: "Halo" },
  price: { billable: false, type: "free_customer_service" },
  costMicroUsd: undefined,
} as const;

const trace: Trace = {
  event: {
    id: eventId("e1"),
    account,
    conversation,
    state: "done",
    reason: undefined,
    attempts: 1,
    receivedAt: toMillis(0),
    occurredAt: toMillis(0),
    body: { kind: "unparsed", reason: "any" },
    raw: undefined,
  },
  history: [],
  sends: [
    sent,
    { ...sent, queuedAt: toMillis(25 * hourMs + 3), delivery: undefined, price: undefined },
  ],
  aiUsage: [],
};

const cellsOf = (language: Language) =>
  [...toHtml(TracePanel({ trace, words: wordsOf(language) })).matchAll(/<td>(.*?)<\/td>/g)].map(
    ([, cell]) => cell,
  );

test("what became of a message is told in the page's language, and spans are short", () => {
  const price = "billable false, type free customer service";
  expect(cellsOf("en").join(" | ")).toBe(
    `0 ms | received | done | 90 ms | Message | accepted, read · ${price} · Halo | 1d1h | Message | accepted · Halo`,
  );
  expect(cellsOf("id").join(" | ")).toBe(
    `0 ms | diterima | selesai | 90 ms | Pesan | diterima jaringan, dibaca · ${price} · Halo | 1d1h | Pesan | diterima jaringan · Halo`,
  );
});
