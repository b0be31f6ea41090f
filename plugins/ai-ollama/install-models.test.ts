import { afterEach, beforeEach, expect, test } from "bun:test";
import type { InstallStep } from "sapa/plugin";
import { startWireServer, type WireServer } from "sapa/plugin/testing";
import { createTestedProvider } from "./testing/create-tested-provider.test.ts";
import { json, ndjson } from "./testing/wire.ts";

let server: WireServer;
beforeEach(async () => {
  server = await startWireServer();
});
afterEach(() => server.close());

const never = new AbortController().signal;

async function pull(settings: object = {}, signal = never) {
  const steps: InstallStep[] = [];
  const { installer } = createTestedProvider({ host: server.url, ...settings });
  const end = await installer
    ?.install((step) => steps.push(step), signal)
    .then(
      () => "installed",
      (error: unknown) => error,
    );
  return { steps, end };
}

const success = '{"status":"success"}';

test("a model is fetched, and how far it is is told", async () => {
  server.answer(
    ndjson([
      '{"status":"pulling manifest"}',
      '{"status":"pulling 163553aea1b1","digest":"sha256:163553aea1b1","total":2620788019}',
      '{"status":"pulling 163553aea1b1","digest":"sha256:163553aea1b1","total":2620788019,"completed":1310394009}',
      '{"status":"verifying sha256 digest"}',
      success,
    ]),
  );
  const { steps, end } = await pull();
  expect(end).toBe("installed");
  expect(steps).toEqual([
    { model: "qwen3:4b", phase: "pulling manifest" },
    { model: "qwen3:4b", phase: "pulling 163553aea1b1", totalBytes: 2_620_788_019 },
    {
      model: "qwen3:4b",
      phase: "pulling 163553aea1b1",
      totalBytes: 2_620_788_019,
      doneBytes: 1_310_394_009,
    },
    { model: "qwen3:4b", phase: "verifying sha256 digest" },
    { model: "qwen3:4b", phase: "success" },
  ]);
  expect(server.requests[0]?.path).toBe("/api/pull");
});

test("the model that makes vectors is fetched too", async () => {
  server.answer(ndjson([success]));
  server.answer(ndjson([success]));
  const { steps } = await pull({ embedding_model: "nomic-embed-text" });
  expect(steps.map(({ model }) => model)).toEqual(["qwen3:4b", "nomic-embed-text"]);
});

test.each([
  ["pull model manifest: file does not exist", "AI_MODEL_MISSING"],
  ["write /models/x: no space left on device", "AI_SERVER"],
  ["max retries exceeded: EOF", "AI_SERVER"],
])("what the server says in the stream, %p, is %s", async (said, code) => {
  server.answer(ndjson(['{"status":"pulling manifest"}', JSON.stringify({ error: said })]));
  expect((await pull()).end).toMatchObject({ code, hint: expect.any(String) });
});

test("a stream that ends without its end is no model", async () => {
  server.answer(ndjson(['{"status":"pulling manifest"}']));
  expect((await pull()).end).toMatchObject({ code: "AI_SERVER" });
  const cut = ndjson(['{"status":"pulling manifest"}']);
  server.answer({ ...cut, pieces: [...cut.pieces, "reset"] });
  expect((await pull()).end).toMatchObject({ code: expect.stringMatching(/^AI_/) });
});

test("a server that refuses, or is none, is told as with a question", async () => {
  server.answer(json(401, { error: "unauthorized" }));
  expect((await pull()).end).toMatchObject({ code: "AI_AUTH" });
  expect((await pull({ host: "http://127.0.0.1:1" })).end).toMatchObject({
    code: "AI_UNREACHABLE",
  });
});

test("it is called off, and the server sees it", async () => {
  const abort = new AbortController();
  const begun = ndjson(['{"status":"pulling manifest"}']);
  server.answer({ ...begun, pieces: [...begun.pieces, "wait"] });
  const { installer } = createTestedProvider({ host: server.url });
  const ended = installer
    ?.install(() => abort.abort(), abort.signal)
    .catch((error: unknown) => error);
  await server.abandoned(1);
  expect(await ended).toMatchObject({ code: "AI_ABORTED" });
});
