import { expect, test } from "bun:test";
import {
  providerWireConformance,
  startWireServer,
  type WireReply,
  type WireVendor,
} from "sapa/plugin/testing";
import plugin from "./index.ts";
import { createTestedProvider } from "./testing/create-tested-provider.test.ts";
import { json, lastLine, line, ndjson } from "./testing/wire.ts";

const refusals: Readonly<Record<string, WireReply>> = {
  key_wrong: json(401, { error: "unauthorized", signin_url: "https://ollama.example/connect" }),
  not_allowed: json(403, { error: "remote inference is unavailable" }),
  no_such_model: json(404, { error: "model 'qwen3:4b' not found" }),
  too_fast: json(429, { error: "too many requests" }),
  broken: json(500, { error: "model runner has unexpectedly stopped" }),
  overloaded: json(503, {
    error: "server busy, please try again.  maximum pending requests exceeded",
  }),
  gateway_page: {
    status: 504,
    headers: { "content-type": "text/html" },
    pieces: [new TextEncoder().encode("<html><h1>504</h1></html>")],
  },
};

const vendor: WireVendor = {
  text: (pieces) => ndjson([...pieces.map((content) => line({ content })), lastLine("stop")]),
  lengthy: (pieces) => ndjson([...pieces.map((content) => line({ content })), lastLine("length")]),
  cut: (pieces) => ndjson(pieces.map((content) => line({ content }))),
  filtered: () => undefined,
  call: (id, name, args) =>
    ndjson([
      line({ tool_calls: [{ id, function: { index: 0, name, arguments: args } }] }),
      lastLine("stop"),
    ]),
  strange: (content) =>
    ndjson([
      line({ thinking: "let me see" }),
      JSON.stringify({ model: "qwen3:4b", weather: "fine", message: 7 }),
      line({ content, colour: "brown" }, { logprobs: [] }),
      lastLine("stop"),
    ]),
  heartbeats: () => ndjson([line({ thinking: "hm" }), line({})]).pieces,
  garbled: () => ndjson([line({ content: "Kopi" }), "{not json"]),
  refusal: (kind) => refusals[kind],
};

providerWireConformance({
  title: plugin.name,
  vendor,
  create: (host) => createTestedProvider({ host, images: true }),
});

const ask = async (reply: WireReply) => {
  const server = await startWireServer();
  server.answer(reply);
  const provider = createTestedProvider({ host: server.url, embedding_model: "all-minilm" });
  return { server, provider };
};

test("a missing model is told with the command that brings it", async () => {
  const { server, provider } = await ask(refusals["no_such_model"] ?? json(500, {}));
  expect(await provider.probe()).toContain("run: ollama pull qwen3:4b");
  await server.close();
});

test("a model without tools is told with the setting that mends it", async () => {
  const { server, provider } = await ask(json(200, { capabilities: ["completion"] }));
  expect(await provider.probe()).toBe("qwen3:4b has no tools; write tools: false");
  await server.close();
});

test("a failure in the middle of an answer is the server's", async () => {
  const { server, provider } = await ask(
    ndjson([line({ content: "Ko" }), '{"error":"out of memory"}']),
  );
  const messages = [{ role: "user", parts: [{ kind: "text", text: "kopi?" }] }] as const;
  const stream = provider.stream({ messages, maxTokens: 9 }, new AbortController().signal);
  const events = await Array.fromAsync(stream);
  expect(events.at(-1)).toMatchObject({ reason: "error", error: { kind: "server" } });
  await server.close();
});

test("texts become vectors in their order", async () => {
  const { server, provider } = await ask(
    json(200, {
      model: "all-minilm",
      prompt_eval_count: 4,
      embeddings: [
        [1, 2],
        [3, 4],
      ],
    }),
  );
  const { signal } = new AbortController();
  expect(await provider.embedder?.embed(["kopi", "teh"], "passage", signal)).toEqual({
    vectors: [Float32Array.of(1, 2), Float32Array.of(3, 4)],
    inputTokens: 4,
  });
  expect(JSON.parse(server.requests[0]?.body ?? "").input).toEqual(["kopi", "teh"]);
  await server.close();
});

test("a model is told what a text is for, in the words that it knows", async () => {
  const server = await startWireServer();
  server.answer(json(200, { embeddings: [[1]] }));
  const settings = { host: server.url, embedding_model: "nomic-embed-text" };
  const { embedder } = createTestedProvider(settings);
  await embedder?.embed(["kopi"], "question", new AbortController().signal);
  expect(server.requests[0]?.body).toContain("search_query: kopi");
  expect(embedder?.dataLeavesHost).toBe(false);
  const cloud = createTestedProvider({ ...settings, embedding_model: "big-embed:cloud" });
  expect(cloud.embedder?.dataLeavesHost).toBe(true);
  await server.close();
});
