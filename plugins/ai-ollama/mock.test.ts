import { afterAll, beforeAll, expect, test } from "bun:test";
import { LLMock } from "@copilotkit/aimock";
import type { AiEvent, AiRequest } from "sapa/plugin";
import { createTestedProvider } from "./testing/create-tested-provider.test.ts";

// A mock of Ollama's server that others wrote: another pair of eyes on the same API.
const mock = new LLMock({ port: 0 });

beforeAll(async () => {
  mock.onMessage("jam buka", { content: "Kami buka pukul delapan ☕" });
  mock.onMessage("stok", { toolCalls: [{ name: "stock", arguments: '{"item":"latte"}' }] });
  mock.onMessage("dua latte", { content: '{"item":"latte"}' });
  await mock.start();
});
afterAll(() => mock.stop());

async function ask(text: string, change: Partial<AiRequest> = {}): Promise<readonly AiEvent[]> {
  const provider = createTestedProvider({ host: mock.url });
  const messages = [{ role: "user", parts: [{ kind: "text", text }] }] as const;
  const stream = provider.stream(
    { messages, maxTokens: 100, ...change },
    new AbortController().signal,
  );
  return await Array.fromAsync(stream);
}

const textOf = (events: readonly AiEvent[]) =>
  events.map((event) => (event.kind === "text" ? event.text : "")).join("");
const schema = { type: "object", properties: { item: { type: "string" } } } as const;

test("an independent mock is understood", async () => {
  const events = await ask("jam buka?");
  expect(textOf(events)).toBe("Kami buka pukul delapan ☕");
  expect(events.at(-1)).toMatchObject({ kind: "done", reason: "stop" });
});

test("its tools are asked for", async () => {
  const events = await ask("stok latte?", { tools: [{ name: "stock", about: "Looks.", schema }] });
  const calls = events.flatMap((event) => (event.kind === "tool" ? [event.call] : []));
  expect(calls).toMatchObject([{ name: "stock", args: { item: "latte" } }]);
  expect(events.at(-1)).toMatchObject({ kind: "done", reason: "tools" });
});

test("its answers are held to a schema", async () => {
  const events = await ask("dua latte", { schema: { name: "order", schema } });
  expect(JSON.parse(textOf(events))).toEqual({ item: "latte" });
});
