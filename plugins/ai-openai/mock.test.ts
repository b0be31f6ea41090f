import { afterAll, beforeAll, expect, test } from "bun:test";
import { LLMock } from "@copilotkit/aimock";
import type { AiEvent } from "sapa/plugin";
import { createTestedProvider } from "./testing/create-tested-provider.test.ts";

// A mock of OpenAI's servers that others wrote: another pair of eyes on the same API.
const mock = new LLMock({ port: 0 });

beforeAll(async () => {
  mock.onMessage("jam buka", { content: "Kami buka pukul delapan." });
  mock.onMessage("stok", { toolCalls: [{ name: "stock", arguments: '{"item":"latte"}' }] });
  mock.onMessage("cepat", { error: { message: "slow down", type: "rate_limit" }, status: 429 });
  await mock.start();
});
afterAll(() => mock.stop());

for (const api of ["responses", "chat"] as const) {
  const ask = async (text: string) => {
    const provider = createTestedProvider({ base_url: `${mock.url}/v1`, api });
    const tools = [{ name: "stock", about: "Looks.", schema: { type: "object", properties: {} } }];
    const messages = [{ role: "user", parts: [{ kind: "text", text }] }] as const;
    const request = { messages, tools, maxTokens: 100 };
    const events: AiEvent[] = [];
    for await (const event of provider.stream(request, new AbortController().signal))
      events.push(event);
    return events;
  };

  test(`by ${api}, an independent mock is understood`, async () => {
    const events = await ask("jam buka?");
    const text = events.map((event) => (event.kind === "text" ? event.text : "")).join("");
    expect(text).toBe("Kami buka pukul delapan.");
    expect(events.at(-1)).toMatchObject({ kind: "done", reason: "stop" });
  });

  test(`by ${api}, its tools are asked for`, async () => {
    const events = await ask("stok latte?");
    const calls = events.flatMap((event) => (event.kind === "tool" ? [event.call] : []));
    expect(calls).toMatchObject([{ name: "stock", args: { item: "latte" } }]);
    expect(events.at(-1)).toMatchObject({ kind: "done", reason: "tools" });
  });

  test(`by ${api}, its refusals are failures`, async () => {
    const events = await ask("cepat!");
    expect(events.at(-1)).toMatchObject({
      reason: "error",
      error: { kind: "rate_limit", status: 429 },
    });
  });
}
