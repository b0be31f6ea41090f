import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { isThisMachine, type JsonObject } from "sapa/plugin";
import { isOpenAiHost } from "./hosts.ts";
import plugin from "./index.ts";
import { isStrict } from "./is-strict.ts";
import { parseArgs } from "./parse-args.ts";
import { createTestedProvider } from "./testing/create-tested-provider.test.ts";

test.each([
  ["https://api.openai.com/v1", true],
  ["https://eu.api.openai.com/v1", true],
  ["https://kopi.openai.azure.com/openai/v1", true],
  ["https://api.openai.com.evil.example/v1", false],
  ["https://evil-api.openai.com.example/v1", false],
  ["https://openrouter.ai/api/v1", false],
])("%s is OpenAI's own: %p", (url, expected) => {
  expect(isOpenAiHost(url)).toBe(expected);
});

test.each([
  ["http://127.0.0.1:1234/v1", true],
  ["http://localhost:8000/v1", true],
  ["http://[::1]:8000/v1", true],
  ["http://192.168.1.9:8000/v1", false],
  ["http://localhost.example/v1", false],
  ["http://127.0.0.1.example/v1", false],
])("%s is on this machine: %p", (url, expected) => {
  expect(isThisMachine(url)).toBe(expected);
});

describe("a provider declares", () => {
  test("that text leaves, with a price that has its day", () => {
    const { capabilities, price } = createTestedProvider({ base_url: "https://api.openai.com/v1" });
    expect(capabilities).toMatchObject({
      dataLeavesHost: true,
      jsonSchema: "strict",
      cost: "metered",
    });
    expect(price).toEqual({
      inputMicroUsd: 100_000,
      cachedMicroUsd: 10_000,
      outputMicroUsd: 500_000,
      asOf: "2026-11-22",
    });
  });

  test("that a server on this machine costs nothing and keeps the text", () => {
    const { capabilities, price } = createTestedProvider({ base_url: "http://127.0.0.1:1234/v1" });
    expect(capabilities).toMatchObject({ dataLeavesHost: false, jsonSchema: "hint", cost: "free" });
    expect(price).toBeUndefined();
  });

  test("the price of bot.yaml, and none where nobody told one", () => {
    const price = { input: 2, output: 4, as_of: "2026-11-01" };
    expect(createTestedProvider({ price }).price).toEqual({
      inputMicroUsd: 2_000_000,
      cachedMicroUsd: 2_000_000,
      outputMicroUsd: 4_000_000,
      asOf: "2026-11-01",
    });
    expect(createTestedProvider({ model: "vendor/unheard-of" }).price).toBeUndefined();
    expect(createTestedProvider({ model: "constructor" }).price).toBeUndefined();
  });
});

test.each([
  [{}, "OpenAI needs a key"],
  [{ key: "k", base_url: "ftp://api.example" }, "base_url"],
  [{ key: "k", modell: "gpt" }, "modell"],
  [{ key: "k", temperature: 9 }, "temperature"],
])("refuses the settings %j", (bad, words) => {
  expect(plugin.config.safeParse(bad).error?.message).toContain(words);
});

const closed = (properties: JsonObject): JsonObject => ({
  type: "object",
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

test.each<[JsonObject, boolean]>([
  [closed({ a: { type: "string" }, b: closed({ c: { type: "integer" } }) }), true],
  [closed({ a: { type: "array", items: closed({ b: { type: "string" } }) } }), true],
  [closed({ a: { anyOf: [{ type: "string" }, { type: "null" }] } }), true],
  [closed({ a: { oneOf: [{ type: "string" }] } }), false],
  [{ ...closed({ a: { type: "string" } }), required: [] }, false],
  [{ type: "object", properties: {} }, false],
  [closed({ a: { type: "object", properties: { b: {} } } }), false],
  [{ type: "array", items: { type: "string" } }, false],
])("the schema %j can be promised: %p", (schema, expected) => {
  expect(isStrict(schema)).toBe(expected);
});

test("arguments are JSON, or the text as the model wrote it", () => {
  // What would reach the prototype of an object is dropped.
  const texts = fc.json().filter((text) => !text.includes("__proto__"));
  fc.assert(fc.property(texts, (text) => expect(parseArgs(text)).toEqual(JSON.parse(text))));
  expect(parseArgs('[{"__proto__":""}]')).toEqual([{}]);
  expect(parseArgs("{not json")).toBe("{not json");
  expect(parseArgs("")).toEqual({});
});
