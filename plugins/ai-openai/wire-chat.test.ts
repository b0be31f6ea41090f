import { expect, test } from "bun:test";
import type { Json, JsonObject } from "sapa/plugin";
import { providerWireConformance, startWireServer, type WireVendor } from "sapa/plugin/testing";
import plugin from "./index.ts";
import { createTestedProvider } from "./testing/create-tested-provider.test.ts";
import { refuse, sse } from "./testing/wire.ts";

const chunk = (fields: JsonObject) =>
  `data: ${JSON.stringify({ id: "chatcmpl-1", object: "chat.completion.chunk", created: 1_795_000_000, model: "gpt-6-luna", ...fields })}\n\n`;
const choice = (delta: Json, finish: string | null = null) =>
  chunk({ choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }] });
const usage = chunk({
  choices: [],
  usage: {
    prompt_tokens: 11,
    completion_tokens: 7,
    total_tokens: 18,
    prompt_tokens_details: { cached_tokens: 3 },
  },
});
const done = "data: [DONE]\n\n";
const begin = choice({ role: "assistant", content: "" });

const answer = (pieces: readonly string[], end: string) =>
  sse([begin, ...pieces.map((content) => choice({ content })), choice({}, end), usage, done]);

const vendor: WireVendor = {
  text: (pieces) => answer(pieces, "stop"),
  lengthy: (pieces) => answer(pieces, "length"),
  cut: (pieces) => sse([begin, ...pieces.map((content) => choice({ content }))]),
  filtered: () =>
    sse([begin, choice({ content: "Some" }), choice({}, "content_filter"), usage, done]),
  call(id, name, args) {
    const text = JSON.stringify(args);
    const half = Math.floor(text.length / 2);
    const part = (fields: JsonObject) => choice({ tool_calls: [{ index: 0, ...fields }] });
    return sse([
      choice({ role: "assistant", content: null }),
      part({ id, type: "function", function: { name, arguments: "" } }),
      part({ function: { arguments: text.slice(0, half) } }),
      part({ function: { arguments: text.slice(half) } }),
      choice({}, "tool_calls"),
      usage,
      done,
    ]);
  },
  strange: (text) =>
    sse([
      ": OPENROUTER PROCESSING\n\n",
      begin,
      chunk({ object: "chat.completion.mood", mood: "fine", choices: "none" }),
      choice({ content: text, reasoning_content: "hm", sparkle: 1 }),
      choice({}, "stop"),
      usage,
      done,
    ]),
  heartbeats: () => sse([": OPENROUTER PROCESSING\n\n", begin]).pieces,
  garbled: () => sse([begin, "data: {not json\n\n"]),
  refusal: refuse,
};

providerWireConformance({
  title: `${plugin.name} with chat`,
  vendor,
  create: (url) => createTestedProvider({ base_url: `${url}/v1`, api: "chat" }),
});

test.each<[JsonObject, string, string]>([
  [{ message: "why kopi?", type: "server_error", code: null }, "server", "server (server_error)"],
  [{ message: "why kopi?", code: 429 }, "rate_limit", "rate_limit (HTTP 429)"],
  [{ message: "why kopi?", code: "rate_limit_exceeded" }, "rate_limit", "(rate_limit_exceeded)"],
  [{ message: "why kopi?" }, "server", "server"],
])("an error in the middle of a stream, %j, is %s", async (error, kind, words) => {
  const server = await startWireServer();
  server.answer(sse([begin, choice({ content: "Ko" }), `data: ${JSON.stringify({ error })}\n\n`]));
  const provider = createTestedProvider({ base_url: `${server.url}/v1`, api: "chat" });
  const messages = [{ role: "user", parts: [{ kind: "text", text: "why kopi?" }] }] as const;
  const stream = provider.stream({ messages, maxTokens: 9 }, new AbortController().signal);
  const last = (await Array.fromAsync(stream)).at(-1);
  expect(last).toMatchObject({
    reason: "error",
    error: { kind, message: expect.stringContaining(words) },
  });
  expect(JSON.stringify(last)).not.toContain("why kopi?");
  await server.close();
});
