import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import {
  createTestProvider,
  startWireServer,
  VirtualClock,
  type WireServer,
} from "sapa/plugin/testing";
import { realNet } from "#core/app/real-net.ts";
import ollama from "#plugins/ai-ollama/index.ts";
import openai from "#plugins/ai-openai/index.ts";

/*
 * The runtime sends everything through HTTP_PROXY, what is for this machine too: the words of people
 * whose data may not leave it would be on another one.
 */

const signal = new AbortController().signal;
const names = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "NO_PROXY", "no_proxy"] as const;
const before = names.map((name) => [name, process.env[name]] as const);
let proxy: WireServer;
let server: WireServer;

beforeAll(async () => {
  proxy = await startWireServer();
  for (const name of names) delete process.env[name];
  process.env["HTTP_PROXY"] = proxy.url;
});
beforeEach(async () => {
  server = await startWireServer();
});
afterAll(async () => {
  for (const [name, value] of before) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  await proxy.close();
});

const messages = [{ role: "user", parts: [{ kind: "text", text: "my secret" }] }] as const;
const voice = { bytes: Uint8Array.of(1, 2), mime: "audio/ogg" };

test("the proxy is one: what is not for this machine goes through it", async () => {
  await realNet.request({
    method: "GET",
    url: "http://elsewhere.example/",
    headers: {},
    timeoutMs: 10_000,
    maxBytes: 100,
  });
  expect(proxy.requests.map(({ path }) => path)).toEqual(["http://elsewhere.example/"]);
});

test.each([
  ["ai-ollama", () => createTestProvider(ollama, ollamaConfig(), new VirtualClock(0))],
  ["ai-openai", () => createTestProvider(openai, openaiConfig(), new VirtualClock(0))],
])("%s on this machine is asked without it, whatever it is asked", async (_, create) => {
  const seen = proxy.requests.length;
  const provider = create();
  expect(provider.capabilities.dataLeavesHost).toBe(false);
  await Array.fromAsync(provider.stream({ messages, maxTokens: 9 }, signal));
  await provider.probe(signal);
  await provider.embedder?.embed(["my secret"], "question", signal).catch(() => undefined);
  await provider.transcriber?.transcribe(voice, signal).catch(() => undefined);
  await provider.moderator?.check("my secret", signal).catch(() => undefined);
  expect(server.requests.length).toBeGreaterThanOrEqual(3);
  expect(proxy.requests.length).toBe(seen);
  await server.close();
});

test("commands reach the bot on this machine without it", async () => {
  const seen = proxy.requests.length;
  await realNet.request({
    method: "POST",
    url: `${server.url}/control/v1/x`,
    headers: {},
    timeoutMs: 10_000,
    maxBytes: 100,
  });
  expect(server.requests).toHaveLength(1);
  expect(proxy.requests.length).toBe(seen);
  await server.close();
});

function ollamaConfig() {
  return ollama.config.parse({ host: server.url, model: "m", embedding_model: "e" });
}

function openaiConfig() {
  const models = { embedding_model: "e", transcription_model: "t", moderation_model: "o" };
  return openai.config.parse({ base_url: `${server.url}/v1`, model: "m", ...models });
}
