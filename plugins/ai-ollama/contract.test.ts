import { beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { type AiRequest, type Json, jsonSchema } from "sapa/plugin";
import { startWireServer } from "sapa/plugin/testing";
import { toChatBody } from "./chat-body.ts";
import { configSchema } from "./config.ts";
import { createTestedProvider } from "./testing/create-tested-provider.test.ts";
import { json } from "./testing/wire.ts";

/** A description of megabytes is compiled, and the machine may be busy with other tests. */
setDefaultTimeout(60_000);

const contracts =
  process.env["SAPA_CONTRACTS"] ?? join(import.meta.dir, "../../../shared/contracts");
const contract = join(contracts, "ollama-openapi.yaml");
const isRequired = (process.env["SAPA_REQUIRE"] ?? "").split(",").includes("contracts");
const isAbsent = !existsSync(contract) && !isRequired;
if (isAbsent) console.log(`skipped: Ollama's own description of its API, no ${contract}`);

const words = (text: string) => ({ role: "user", parts: [{ kind: "text", text }] }) as const;
const schema = { type: "object", properties: { item: { type: "string" } } };
const call = { id: "call_1", name: "stock", args: { item: "latte" } };
const requests: Readonly<Record<string, AiRequest>> = {
  "one question": { system: "Be short.", messages: [words("Ada kopi?")], maxTokens: 200 },
  tools: {
    messages: [
      words("Ada latte?"),
      { role: "assistant", text: "", toolCalls: [call] },
      { role: "tool", callId: "call_1", name: "stock", content: "9", isError: false },
    ],
    tools: [{ name: "stock", about: "How much is left.", schema }],
    maxTokens: 200,
  },
  "a schema": { messages: [words("latte")], schema: { name: "order", schema }, maxTokens: 200 },
};

describe.skipIf(isAbsent)("by Ollama's own description", () => {
  let validate: ValidateFunction;
  let embedding: ValidateFunction;
  beforeAll(() => {
    const document: Json = jsonSchema.parse(Bun.YAML.parse(readFileSync(contract, "utf8")));
    const ajv = new Ajv2020({ strict: false, validateFormats: false, logger: false });
    ajv.addSchema(Object.assign({ $id: "ollama" }, document));
    validate = ajv.compile({ $ref: "ollama#/components/schemas/ChatRequest" });
    embedding = ajv.compile({ $ref: "ollama#/components/schemas/EmbedRequest" });
  });

  test.each(Object.keys(requests))("%s fits", (name) => {
    for (const think of ["off", "on", "high"]) {
      const config = configSchema.parse({ model: "qwen3:4b", think, temperature: 0.4 });
      const request = requests[name];
      if (request === undefined) throw new Error(name);
      validate(toChatBody(request, config));
      expect(validate.errors).toBeNull();
    }
  });

  test("texts for vectors fit", async () => {
    const server = await startWireServer();
    server.answer(json(200, { embeddings: [[1], [2]] }));
    const provider = createTestedProvider({
      host: server.url,
      embedding_model: "nomic-embed-text",
    });
    await provider.embedder?.embed(["kopi", "teh"], "question", new AbortController().signal);
    const body: unknown = JSON.parse(server.requests[0]?.body ?? "");
    await server.close();
    embedding(body);
    expect(embedding.errors).toBeNull();
    expect(embedding({ model: "m", input: 7 })).toBe(false);
  });

  test("what is wrong does not fit", () => {
    const body = toChatBody(
      { messages: [words("Hai")], maxTokens: 9 },
      configSchema.parse({ model: "m" }),
    );
    expect(validate({ ...body, messages: "nope" })).toBe(false);
    expect(validate({ ...body, think: "hard" })).toBe(false);
    expect(validate({ ...body, model: undefined })).toBe(false);
  });
});
