import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { AiEvent, AiProvider, AiRequest, Json, JsonObject } from "sapa/plugin";
import { createTestProvider, providerConformance, VirtualClock } from "sapa/plugin/testing";
import plugin from "./index.ts";
import { splitText } from "./split-text.ts";

const settings = {
  rules: [
    { equals: "jam buka", reply: "Kami buka pukul 08.00 sampai 20.00, setiap hari." },
    { contains: "teh", reply: "Teh kami dari Garut: {text}" },
    { contains: "pesan", json: { item: "kopi", count: 2 } },
    { equals: "rusak", fault: "error" },
    { equals: "tolak", fault: "refused" },
    { equals: "cuaca", fault: "outside" },
    { equals: "diam", fault: "hang" },
    { equals: "lambat", reply: "Akhirnya.", delay_ms: 5_000 },
  ],
  otherwise: "Maaf, saya belum tahu.",
};

providerConformance({
  title: plugin.name,
  create: (clock) => createTestProvider(plugin, settings, clock),
  question: "Jam buka?",
  failing: "rusak",
  slow: "lambat",
});

async function ask(provider: AiProvider, text: string, system?: string): Promise<AiEvent[]> {
  const request: AiRequest = {
    messages: [
      { role: "user", parts: [{ kind: "text", text: "teh" }] },
      { role: "assistant", text: "jam buka" },
      { role: "user", parts: [{ kind: "text", text }] },
    ],
    maxTokens: 100,
    ...(system === undefined ? {} : { system }),
  };
  const events: AiEvent[] = [];
  for await (const event of provider.stream(request, new AbortController().signal)) {
    events.push(event);
  }
  return events;
}

const said = (events: readonly AiEvent[]) =>
  events.map((event) => (event.kind === "text" ? event.text : "")).join("");

describe("ai-scripted", () => {
  const create = (more: object = {}, clock = new VirtualClock(0)) =>
    createTestProvider(plugin, { ...settings, ...more }, clock);

  test.each([
    ["JAM BUKA!!", "Kami buka pukul 08.00 sampai 20.00, setiap hari."],
    ["ada teh?", "Teh kami dari Garut: ada teh?"],
    ["teh $& $1", "Teh kami dari Garut: teh $& $1"],
    ["tehnik", "Maaf, saya belum tahu."],
    ["mau pesan", "Maaf, saya belum tahu."],
    ["jam buka besok", "Maaf, saya belum tahu."],
  ])("answers %p by the last question alone", async (question, answer) => {
    expect(said(await ask(create(), question))).toBe(answer);
  });

  test("gives the same events for the same question", async () => {
    expect(await ask(create(), "ada teh?")).toEqual(await ask(create(), "ada teh?"));
  });

  test("streams in pieces and counts a token for four characters", async () => {
    const events = await ask(create({ chunk_chars: 4 }), "jam buka", "abcd");
    const pieces = events.filter((event) => event.kind === "text");
    expect(pieces.length).toBe(12);
    expect(events.at(-2)).toEqual({ kind: "usage", inputTokens: 1 + 1 + 2 + 2, outputTokens: 12 });
  });

  const choice = { type: ["string", "null"], enum: ["pesan", "buka", null] };
  const order = {
    type: "object",
    properties: { item: { type: "string" }, count: { type: "integer" } },
    required: ["item", "count"],
  };
  const object = (properties: Record<string, JsonObject>): JsonObject => ({
    type: "object",
    properties,
    required: Object.keys(properties),
  });
  const more = {
    rules: [
      { contains: "buka", json: "buka" },
      { contains: "buka", json: { in_scope: false } },
      ...settings.rules,
    ],
  };

  test.each<[string, JsonObject, Json]>([
    ["mau pesan", order, { item: "kopi", count: 2 }],
    ["mau pesan", object({ answer: order }), { answer: { item: "kopi", count: 2 } }],
    [
      "apa saja",
      object({ answer: order }),
      { answer: { item: "Maaf, saya belum tahu.", count: null } },
    ],
    ["jam buka", object({ choice }), { choice: "buka" }],
    ["mau pesan", object({ choice }), { choice: null }],
    ["jam buka", object({ in_scope: { type: "boolean" } }), { in_scope: false }],
    [
      "jam buka",
      object({ ok: { type: "boolean" }, answer: { type: "string" } }),
      {
        ok: true,
        answer: "Kami buka pukul 08.00 sampai 20.00, setiap hari.",
      },
    ],
    ["mau pesan", object({ in_scope: { type: "boolean" } }), { in_scope: true }],
    [
      "ada teh?",
      object({ reply: { type: "string" }, done: { type: "boolean" }, exit: choice }),
      {
        reply: "Teh kami dari Garut: ada teh?",
        done: true,
        exit: null,
      },
    ],
    [
      "apa",
      object({ a: { type: ["integer", "null"] }, b: { type: "array" }, c: {} }),
      {
        a: null,
        b: null,
        c: null,
      },
    ],
  ])("answers %p in the form %j", async (question, schema, answer) => {
    const request: AiRequest = {
      messages: [{ role: "user", parts: [{ kind: "text", text: question }] }],
      schema: { name: "answer", schema },
      maxTokens: 100,
    };
    const events: AiEvent[] = [];
    for await (const event of create(more).stream(request, new AbortController().signal)) {
      events.push(event);
    }
    expect(JSON.parse(said(events))).toEqual(answer);
  });

  test("refuses where a rule says so", async () => {
    expect(await ask(create(), "tolak")).toEqual([{ kind: "done", reason: "refused" }]);
  });

  test("waits on the clock, and between pieces", async () => {
    const clock = new VirtualClock(0);
    const reading = ask(create({ chunk_delay_ms: 100, chunk_chars: 3 }, clock), "lambat");
    await clock.advance(4_999);
    expect(clock.pending).toBe(1);
    await clock.advance(1 + 200);
    expect(said(await reading)).toBe("Akhirnya.");
  });

  test.each([
    ["ada teh?", { in_scope: true, answer: "Teh kami dari Garut: ada teh?" }],
    ["mau pesan", { in_scope: true, answer: { count: 2, item: "kopi" } }],
    ["cuaca", { in_scope: false, answer: "" }],
  ])("puts its answer to %p where a schema wants it", async (question, filled) => {
    const properties = { in_scope: { type: "boolean" }, answer: {} };
    const request: AiRequest = {
      messages: [{ role: "user", parts: [{ kind: "text", text: question }] }],
      schema: { name: "answer", schema: { type: "object", properties } },
      maxTokens: 100,
    };
    const events: AiEvent[] = [];
    const stream = create().stream(request, new AbortController().signal);
    for await (const event of stream) events.push(event);
    expect(JSON.parse(said(events))).toEqual(filled);
  });

  test("gives JSON that has the keys of a schema as it is", async () => {
    const properties = { count: {}, item: {} };
    const request: AiRequest = {
      messages: [{ role: "user", parts: [{ kind: "text", text: "mau pesan" }] }],
      schema: { name: "answer", schema: { type: "object", properties } },
      maxTokens: 100,
    };
    const events: AiEvent[] = [];
    const stream = create().stream(request, new AbortController().signal);
    for await (const event of stream) events.push(event);
    expect(JSON.parse(said(events))).toEqual({ count: 2, item: "kopi" });
  });

  test("hangs until it is stopped", async () => {
    const stop = new AbortController();
    const stream = create().stream(
      { messages: [{ role: "user", parts: [{ kind: "text", text: "diam" }] }], maxTokens: 9 },
      stop.signal,
    );
    const next = stream[Symbol.asyncIterator]().next();
    stop.abort();
    expect(await next).toEqual({ done: false, value: { kind: "done", reason: "aborted" } });
  });

  test.each([
    [{ rules: [{ reply: "a" }] }, "exactly one of equals and contains"],
    [{ rules: [{ equals: "a", contains: "b", reply: "c" }] }, "exactly one of equals and contains"],
    [{ rules: [{ equals: "a" }] }, "exactly one of reply, json and fault"],
    [{ rules: [{ equals: "a", reply: "b", fault: "error" }] }, "exactly one of reply"],
    [{ otherwse: "typo" }, "otherwse"],
  ])("refuses the settings %j", (bad, words) => {
    expect(plugin.config.safeParse(bad).error?.message).toContain(words);
  });

  test("loses no text by cutting it, and cuts no emoji in two", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 9 }), (text, size) => {
        const pieces = splitText(text, size);
        expect(pieces.join("")).toBe(text);
        expect(pieces.every((piece) => piece.isWellFormed())).toBe(text.isWellFormed());
      }),
    );
  });
});
