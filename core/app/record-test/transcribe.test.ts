import { describe, expect, test } from "bun:test";
import { accountId, conversationId, effectId, eventId, outboxId } from "#core/lib/ids.ts";
import type { Json } from "#core/lib/json.ts";
import { hourMs, toMillis } from "#core/lib/millis.ts";
import type { EventBody } from "#core/model/event.ts";
import type { MessageIn } from "#core/model/message-in.ts";
import type { MessageOut } from "#core/model/message-out.ts";
import type { EventRecord, SendRecord } from "#core/model/ports/records.ts";
import { transcribe } from "./transcribe.ts";
import { writeAct } from "./write-act.ts";
import { writeLine } from "./write-line.ts";

const account = accountId("whatsapp");
const conversation = conversationId("c");
const sender = { scope: "whatsapp", addresses: [] };

function event(atMs: number, body: EventBody): EventRecord {
  return {
    id: eventId(`e${atMs}`),
    account,
    conversation,
    state: "done",
    reason: undefined,
    attempts: 0,
    receivedAt: toMillis(atMs),
    occurredAt: toMillis(atMs),
    body,
    raw: undefined,
  };
}

function send(atMs: number, text: string, state: SendRecord["state"] = "accepted"): SendRecord {
  return {
    id: outboxId(`o${atMs}`),
    account,
    conversation,
    run: undefined,
    purpose: "service",
    state,
    delivery: undefined,
    reason: undefined,
    error: undefined,
    attempt: 1,
    queuedAt: toMillis(atMs),
    message: { kind: "text", text },
    price: undefined,
    costMicroUsd: undefined,
  };
}

const said = (text: string): EventBody => ({
  kind: "message",
  message: { kind: "text", id: "m", text },
  sender,
});

test("what came in and went out stands in its order, with the time between", () => {
  const { steps, beganAt } = transcribe(
    [event(5_000 + 3 * hourMs, said("ya")), event(1_000, said("ingatkan"))],
    [send(4_000 + 3 * hourMs, "Waktunya!"), send(2_000, "gone", "blocked"), send(1_000, "Oke.")],
  );
  expect(beganAt).toBe(toMillis(1_000));
  expect(steps).toEqual([
    { user: "ingatkan" },
    { bot: "Oke." },
    { after: "3h" },
    { bot: "Waktunya!" },
    { user: "ya" },
  ]);
});

test("what was written before the bot had answered stands together", () => {
  const { steps } = transcribe(
    [event(30_000, said("c")), event(2_000, said("b")), event(1_000, said("a"))],
    [send(2_500, "Oke.")],
  );
  expect(steps).toEqual([{ user: ["a", "b"] }, { bot: "Oke." }, { user: "c" }]);
});

test("what moves a run from elsewhere is told or named as left out", () => {
  const effect = effectId("r:4");
  const { steps, outcomes, gaps } = transcribe(
    [
      event(5, { kind: "operator", by: "Rani", act: { kind: "resume" } }),
      event(4, { kind: "revoked", target: "m", sender }),
      event(3, { kind: "result", effect, outcome: { kind: "failed", code: "x", message: "m" } }),
      event(2, { kind: "result", effect, outcome: { kind: "done", value: { n: 1 } } }),
      event(1, { kind: "signal", name: "order.ready", data: { n: 1 } }),
    ],
    [],
  );
  expect(steps).toEqual([
    { event: { name: "order.ready", data: { n: 1 } } },
    { user: { delete: "last" } },
  ]);
  expect(outcomes).toEqual([{ returns: { n: 1 } }, { fails: { kind: "x", message: "m" } }]);
  expect(gaps).toEqual(["a person of yours acted"]);
});

test("an event that a flow sent is sent again in a test, and its end is nobody's answer", () => {
  const body = { kind: "signal", name: "order.ready", data: {}, hops: 1 } as const;
  const result = (n: number, value: Json): EventBody => ({
    kind: "result",
    effect: effectId(`r:${n}`),
    outcome: { kind: "done", value },
  });
  const { steps, outcomes } = transcribe(
    [event(3, result(3, null)), event(2, result(2, null)), event(2, body), event(1, result(1, 7))],
    [],
  );
  expect(steps).toEqual([]);
  expect(outcomes).toEqual([{ returns: 7 }, { returns: null }]);
});

test("an AI's answer is told as a test gives it, and what rules answered is left to them", () => {
  const reply = {
    text: "",
    provider: "cepat",
    model: "m",
    inputTokens: 1,
    outputTokens: 1,
    costMicroUsd: 0,
    isCut: false,
  };
  const answers: readonly Json[] = [
    { ...reply, kind: "text", text: "At eight." },
    { ...reply, kind: "json", value: { cups: 2 } },
    { ...reply, kind: "text", text: "By rule.", provider: "rules" },
    { ...reply, kind: "refused", reason: "scope" },
  ];
  const events = answers.map((value, index) =>
    event(index, {
      kind: "result",
      effect: effectId(`r:${index}`),
      outcome: { kind: "done", value },
    }),
  );
  const { outcomes } = transcribe(events.toReversed(), [], ["rules"]);
  expect(outcomes).toEqual([
    { returns: "At eight." },
    { returns: { cups: 2 } },
    { fails: "refused" },
  ]);
});

describe("an act", () => {
  const id = "m";
  test.each<[string, MessageIn, Json]>([
    ["words", { kind: "text", id, text: "ya" }, "ya"],
    ["a quote", { kind: "text", id, text: "ya", replyTo: "x" }, { text: "ya", reply_to: "last" }],
    [
      "a tap",
      { kind: "choice", id, choice: "latte", title: "Latte", source: "list" },
      { choose: "latte" },
    ],
    [
      "a picture",
      { kind: "media", id, media: { kind: "image", id: "1", caption: "Bukti" } },
      { image: "sample", caption: "Bukti" },
    ],
    [
      "a voice note",
      { kind: "media", id, media: { kind: "audio", id: "1", voice: true } },
      { audio: "sample", voice: true },
    ],
    [
      "a place, roughly",
      { kind: "location", id, latitude: -6.914744, longitude: 107.60981, address: "Jl. 1" },
      { location: { latitude: -6.9, longitude: 107.6 } },
    ],
    [
      "somebody's card, made up",
      { kind: "contacts", id, contacts: [{ name: { formatted: "X" }, phones: [{ phone: "1" }] }] },
      { contacts: [{ name: "Budi", phone: "+6281200000002" }] },
    ],
    ["a form", { kind: "form", id, answer: { seats: 4 } }, { form: { seats: 4 } }],
    ["a reaction that is taken back", { kind: "reaction", id, target: "x" }, { reaction: "" }],
    ["something else", { kind: "unsupported", id, vendorKind: "poll" }, { unsupported: "poll" }],
  ])("%s", (_, message, act) => {
    expect(writeAct(message)).toEqual(act);
  });
});

describe("a line", () => {
  const option = { id: "a", title: "Alpha" };
  test.each<[string, MessageOut, Json]>([
    ["words", { kind: "text", text: "Halo" }, "Halo"],
    ["a quote", { kind: "text", text: "Halo", replyTo: "x" }, { text: "Halo", reply: true }],
    [
      "options",
      { kind: "buttons", text: "Which?", options: [option], footer: "x" },
      { text: "Which?", options: ["Alpha"], footer: "x" },
    ],
    [
      "a file of the network's",
      { kind: "media", media: "image", source: { id: "77" }, caption: "Menu" },
      { text: "Menu", image: true },
    ],
    [
      "a template",
      { kind: "template", name: "order_reminder", language: "id", body: { name: "Sari" } },
      { template: "order_reminder", values: ["Sari"] },
    ],
    ["an emoji", { kind: "reaction", target: "m", emoji: "👍" }, { react: "👍" }],
  ])("%s", (_, message, line) => {
    expect(writeLine(message)).toEqual(line);
  });
});
