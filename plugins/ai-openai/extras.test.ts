import { afterEach, expect, test } from "bun:test";
import { BotError } from "sapa/plugin";
import { startWireServer, type WireReply, type WireServer } from "sapa/plugin/testing";
import { createTestedProvider } from "./testing/create-tested-provider.test.ts";
import { json, page, refuse } from "./testing/wire.ts";

const signal = new AbortController().signal;
let server: WireServer | undefined;
afterEach(() => server?.close());

async function open(reply: WireReply, settings: object = {}) {
  server = await startWireServer();
  server.answer(reply);
  return createTestedProvider({
    base_url: `${server.url}/v1`,
    embedding_model: "text-embedding-3-small",
    transcription_model: "gpt-transcribe",
    moderation_model: "omni-moderation-latest",
    ...settings,
  });
}

function codeOf(work: Promise<unknown> | undefined): Promise<string> | undefined {
  return work?.then(
    () => "no error",
    (error: unknown) => (error instanceof BotError ? String(error.code) : "another error"),
  );
}

test("texts become vectors in their order", async () => {
  const data = [1, 2].map((index) => ({ object: "embedding", index, embedding: [index, 0.5] }));
  const usage = { prompt_tokens: 5, total_tokens: 5 };
  const { embedder } = await open(json(200, { object: "list", model: "m", data, usage }));
  expect(await embedder?.embed(["kopi", "teh"], "passage", signal)).toEqual({
    vectors: [Float32Array.of(1, 0.5), Float32Array.of(2, 0.5)],
    inputTokens: 5,
  });
  expect(JSON.parse(server?.requests[0]?.body ?? "")).toMatchObject({ input: ["kopi", "teh"] });
});

test("fewer vectors than texts are refused", async () => {
  const { embedder } = await open(json(200, { data: [{ embedding: [1] }] }));
  expect(await codeOf(embedder?.embed(["kopi", "teh"], "question", signal))).toBe("AI_PROTOCOL");
});

test("a voice note goes as it is and comes back as words", async () => {
  const { transcriber } = await open(
    json(200, { text: "dua kopi", usage: { type: "duration", seconds: 3 } }),
  );
  const bytes = new TextEncoder().encode("OggS-voice");
  const heard = await transcriber?.transcribe(
    { bytes, mime: "audio/ogg; codecs=opus", language: "id-ID" },
    signal,
  );
  expect(heard).toEqual({ text: "dua kopi", seconds: 3 });
  const body = server?.requests[0]?.body ?? "";
  for (const part of ["OggS-voice", 'filename="voice.ogg"', "gpt-transcribe", "audio/ogg"]) {
    expect(body).toContain(part);
  }
  expect(body).toMatch(/name="language"\r\n\r\nid\r\n/);
});

test("what offends is named by its categories", async () => {
  const categories = { hate: false, violence: true, "self-harm": false };
  const { moderator } = await open(
    json(200, { id: "m", results: [{ flagged: true, categories }] }),
  );
  expect(await moderator?.check("…", signal)).toEqual(["violence"]);
});

test("what offends nobody has no categories", async () => {
  const results = [{ flagged: false, categories: { hate: false } }];
  const { moderator } = await open(json(200, { id: "m", results }));
  expect(await moderator?.check("kopi", signal)).toEqual([]);
});

test.each([
  ["no_money", "AI_QUOTA"],
  ["key_wrong", "AI_AUTH"],
] as const)("a refusal %s is thrown as %s", async (kind, code) => {
  const { moderator } = await open(refuse(kind) ?? page(500));
  expect(await codeOf(moderator?.check("kopi", signal))).toBe(code);
});

test("a server of another vendor has only what bot.yaml names", async () => {
  const { embedder, transcriber, moderator } = await open(page(500), {
    embedding_model: undefined,
    transcription_model: undefined,
    moderation_model: undefined,
  });
  expect([embedder, transcriber, moderator]).toEqual([undefined, undefined, undefined]);
});

test("the probe is content with a server that has the model, and names others", async () => {
  const list = (...ids: string[]) =>
    json(200, { object: "list", data: ids.map((id) => ({ id, object: "model" })) });
  expect(await (await open(list("gpt-6-luna"))).probe()).toBeUndefined();
  await server?.close();
  expect(await (await open(list("tiny"))).probe()).toContain('no model "gpt-6-luna"; it has tiny');
  await server?.close();
  expect(await (await open(refuse("key_wrong") ?? page(500))).probe()).toContain("check the key");
});
