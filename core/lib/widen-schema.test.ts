import { expect, test } from "bun:test";
import { widenSchema } from "./widen-schema.ts";

const also = { type: "string", pattern: "x" };
const widening = {
  name: "http.post",
  also,
  isWideEnough: ({ type, format }: { readonly [key: string]: unknown }) =>
    type === "string" && format === undefined,
};

test("every value may also be something else, and keeps what describes it", () => {
  const schema = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    properties: {
      text: { type: "string", description: "Anything." },
      count: { type: "integer", minimum: 1, description: "How many.", default: 1 },
      tags: { type: "array", items: { type: "number" } },
      any: { description: "Whatever." },
    },
    required: ["count"],
    additionalProperties: false,
  };
  expect(widenSchema(schema, widening)).toEqual({
    "http.post": {
      type: "object",
      properties: {
        text: { type: "string", description: "Anything." },
        count: {
          description: "How many.",
          default: 1,
          anyOf: [{ type: "integer", minimum: 1 }, also],
        },
        tags: {
          anyOf: [{ type: "array", items: { anyOf: [{ type: "number" }, also] } }, also],
        },
        any: { description: "Whatever." },
      },
      required: ["count"],
      additionalProperties: false,
    },
  });
});

test("what it refers to comes along under a name of its own", () => {
  const schema = {
    type: "object",
    properties: { body: { $ref: "#/$defs/tree" }, self: { $ref: "#" } },
    $defs: {
      tree: { anyOf: [{ type: "null" }, { type: "array", items: { $ref: "#/$defs/tree" } }] },
    },
  };
  expect(widenSchema(schema, widening)).toEqual({
    "http.post": {
      type: "object",
      properties: {
        body: { $ref: "#/definitions/http.post_tree" },
        self: { $ref: "#/definitions/http.post" },
      },
    },
    "http.post_tree": {
      anyOf: [
        {
          anyOf: [
            { type: "null" },
            { type: "array", items: { $ref: "#/definitions/http.post_tree" } },
          ],
        },
        also,
      ],
    },
  });
});
