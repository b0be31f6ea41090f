import { beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { type AiRequest, type Json, type JsonObject, jsonSchema } from "sapa/plugin";
import { startWireServer } from "sapa/plugin/testing";
import { toChatBody } from "./chat-body.ts";
import { configSchema } from "./config.ts";
import { toResponsesBody } from "./responses-body.ts";
import { createTestedProvider } from "./testing/create-tested-provider.test.ts";
import { json } from "./testing/wire.ts";

/** A description of megabytes is compiled, and the machine may be busy with other tests. */
setDefaultTimeout(60_000);

const contracts =
  process.env["SAPA_CONTRACTS"] ?? join(import.meta.dir, "../../../shared/contracts");
const contract = join(contracts, "openai-openapi.json");
const isRequired = (process.env["SAPA_REQUIRE"] ?? "").split(",").includes("contracts");
const isAbsent = !existsSync(contract) && !isRequired;
if (isAbsent) console.log(`skipped: OpenAI's own description of its API, no ${contract}`);

const schema: JsonObject = {
  type: "object",
  properties: { item: { type: "string" }, count: { type: "integer" } },
  required: ["item", "count"],
  additionalProperties: false,
};
const loose: JsonObject = { type: "object", properties: { item: { type: "string" } } };
const words = (text: string) => ({ role: "user", parts: [{ kind: "text", text }] }) as const;
const call = { id: "call_1", name: "stock", args: { item: "latte" } };
const native: Json = {
  api: "responses",
  items: [
    { type: "reasoning", id: "rs_1", summary: [], encrypted_content: "gAAA" },
    {
      type: "function_call",
      id: "fc_1",
      call_id: "call_1",
      name: "stock",
      arguments: "{}",
      status: "completed",
    },
  ],
};

const requests: Readonly<Record<string, AiRequest>> = {
  "one question": { messages: [words("Ada kopi?")], maxTokens: 200 },
  "instructions and history": {
    system: "You answer for Kopi Senja.",
    messages: [words("Hai"), { role: "assistant", text: "Halo!" }, words("Ada kopi?")],
    maxTokens: 5,
    endUser: "9f2c",
  },
  tools: {
    messages: [
      words("Ada latte?"),
      { role: "assistant", text: "Sebentar.", toolCalls: [call] },
      { role: "tool", callId: "call_1", name: "stock", content: "9", isError: false },
    ],
    tools: [
      { name: "stock", about: "How much is left.", schema },
      { name: "loose", about: "…", schema: loose },
    ],
    maxTokens: 200,
  },
  "an answer in the vendor's own form": {
    messages: [
      words("Ada latte?"),
      { role: "assistant", text: "", toolCalls: [call], native },
      { role: "tool", callId: "call_1", name: "stock", content: "9", isError: false },
    ],
    maxTokens: 200,
  },
  "a schema": { messages: [words("dua latte")], schema: { name: "order", schema }, maxTokens: 200 },
  "a loose schema": {
    messages: [words("latte")],
    schema: { name: "order", schema: loose },
    maxTokens: 200,
  },
  "a picture": {
    messages: [
      {
        role: "user",
        parts: [
          { kind: "text", text: "Apa ini?" },
          { kind: "image", bytes: Uint8Array.of(1, 2), mime: "image/png" },
        ],
      },
    ],
    maxTokens: 200,
  },
};
const config = configSchema.parse({ key: "sk-test", effort: "low", temperature: 0.4 });

describe.skipIf(isAbsent)("by OpenAI's own description", () => {
  let ajv: Ajv2020;
  let responses: ValidateFunction;
  let chat: ValidateFunction;

  beforeAll(() => {
    ajv = new Ajv2020({ strict: false, validateFormats: false, logger: false });
    ajv.addSchema({
      $id: "openai",
      ...asObject(prepare(jsonSchema.parse(JSON.parse(readFileSync(contract, "utf8"))))),
    });
    responses = ajv.compile({ $ref: "openai#/components/schemas/CreateResponse" });
    chat = ajv.compile({ $ref: "openai#/components/schemas/CreateChatCompletionRequest" });
  });

  test.each(Object.keys(requests))("%s fits both ways of asking", (name) => {
    const request = requests[name];
    if (request === undefined) throw new Error(name);
    responses(toResponsesBody(request, config, true));
    expect(responses.errors).toBeNull();
    chat(toChatBody(request, config, true));
    expect(chat.errors).toBeNull();
  });

  test("a voice note goes in the form of transcriptions, and its answer is one of theirs", async () => {
    const server = await startWireServer();
    const usage = { type: "duration", seconds: 3 };
    server.answer(json(200, { text: "dua kopi", usage }));
    const { transcriber } = createTestedProvider({
      base_url: `${server.url}/v1`,
      transcription_model: "gpt-transcribe",
    });
    const voice = { bytes: Uint8Array.of(79, 103), mime: "audio/ogg", language: "id-ID" };
    await transcriber?.transcribe(voice, new AbortController().signal);
    const [request] = server.requests;
    await server.close();
    expect([request?.method, request?.path]).toEqual(["POST", "/v1/audio/transcriptions"]);
    // Each part of the form: its name, and its value or the name of its file.
    const part = /name="(\w+)"(?:; filename="([^"]+)")?[^]*?\r\n\r\n([^]*?)\r\n--/g;
    const fields = [...(request?.body ?? "").matchAll(part)].map(
      ([, name = "", file, value = ""]) => [name, file ?? value] as const,
    );
    expect(Object.fromEntries(fields)).toEqual({
      file: "voice.ogg",
      model: "gpt-transcribe",
      language: "id",
    });
    const schemas = "openai#/components/schemas";
    const asked = ajv.compile({ $ref: `${schemas}/CreateTranscriptionRequest` });
    expect(asked(Object.fromEntries(fields))).toBe(true);
    // The description lets any field stand: those that go have to be among its own.
    const { properties } = asObject(described(`${schemas}/CreateTranscriptionRequest`));
    for (const [name] of fields) expect(Object.keys(asObject(properties ?? null))).toContain(name);
    expect(asked({ file: "a file", language: "id" })).toBe(false);
    expect(asked({ ...Object.fromEntries(fields), language: 7 })).toBe(false);
    const answer = ajv.compile({ $ref: `${schemas}/CreateTranscriptionResponseJson` });
    answer({ text: "dua kopi", usage });
    expect(answer.errors).toBeNull();
  });

  /** A part of the description, as it was read. */
  function described(ref: string): Json {
    return jsonSchema.parse(ajv.getSchema(ref)?.schema);
  }

  test("texts for vectors fit", async () => {
    const server = await startWireServer();
    server.answer(json(200, { data: [{ embedding: [1] }, { embedding: [2] }] }));
    const settings = { base_url: `${server.url}/v1`, embedding_model: "text-embedding-3-small" };
    const { embedder } = createTestedProvider(settings);
    await embedder?.embed(["kopi", "teh"], "passage", new AbortController().signal);
    const body: Json = jsonSchema.parse(JSON.parse(server.requests[0]?.body ?? ""));
    await server.close();
    const embeddings = ajv.compile({ $ref: "openai#/components/schemas/CreateEmbeddingRequest" });
    embeddings(body);
    expect(embeddings.errors).toBeNull();
    expect(embeddings({ ...asObject(body), input: 7 })).toBe(false);
  });

  test("what is wrong does not fit", () => {
    const request = { messages: [words("Hai")], maxTokens: 200 };
    expect(responses({ ...toResponsesBody(request, config, true), input: 7 })).toBe(false);
    expect(
      responses({ ...toResponsesBody(request, config, true), tools: [{ type: "function" }] }),
    ).toBe(false);
    expect(chat({ ...toChatBody(request, config, true), messages: "nope" })).toBe(false);
    expect(chat({ ...toChatBody(request, config, true), response_format: { type: "json" } })).toBe(
      false,
    );
  });
});

/** OpenAPI's own words, which JSON Schema does not know, put into JSON Schema's. */
function prepare(value: Json): Json {
  if (Array.isArray(value)) return value.map(prepare);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value)
    .filter(([key]) => !/^(discriminator|example|x-.*)$/.test(key))
    .map(([key, item]) => [key === "oneOf" ? "anyOf" : key, prepare(item)] as const);
  const { nullable, ...schemaOnly } = Object.fromEntries(entries);
  if (nullable !== true) return schemaOnly;
  return { anyOf: [schemaOnly, { type: "null" }] };
}

function asObject(value: Json): JsonObject {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Error("no object");
  return Object.fromEntries(Object.entries(value));
}
