import { expect, test } from "bun:test";
import { answerSchema, compileFields } from "./answer-shape.ts";

const fields = compileFields(
  {
    size: { type: "enum", values: ["small", "large"], description: "How large" },
    cups: { type: "integer", min: 1, max: 9, default: 1 },
    extras: { type: "list<enum>", values: ["milk", "sugar"], max: 3 },
  },
  () => {},
);

test("fields become a schema of types and words, with null where the answer may leave one out", () => {
  expect(answerSchema(fields)).toEqual({
    type: "object",
    properties: {
      size: { type: "string", enum: ["small", "large"], description: "How large" },
      cups: { type: ["integer", "null"], description: "from 1 to 9" },
      extras: {
        type: "array",
        items: { type: "string", enum: ["milk", "sugar"] },
        description: "at most 3 items",
      },
    },
    required: ["size", "cups", "extras"],
    additionalProperties: false,
  });
});

test("an enum that may be left out has null among its values", () => {
  const [field] = compileFields(
    { size: { type: "enum", values: ["small"], default: "small" } },
    () => {},
  );
  if (field === undefined) throw new Error("there is a field");
  expect(answerSchema([field])["properties"]).toEqual({
    size: { type: ["string", "null"], enum: ["small", null] },
  });
});
