import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import Ajv from "ajv";
import { flowJsonSchema } from "./flow-json-schema.ts";
import { stepKinds } from "./step-kinds.ts";

const schema = JSON.parse(JSON.stringify(flowJsonSchema()));

test("the schema for editors is what stands in flow.schema.json (bun sapa schema)", () => {
  const file = readFileSync(new URL("flow.schema.json", import.meta.url), "utf8");
  expect(JSON.parse(file)).toEqual(schema);
});

test("every key has a description, which is its hover text", () => {
  const bare: string[] = [];
  const visit = (node: unknown, path: string): void => {
    if (typeof node !== "object" || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      if (key === "properties" && typeof value === "object" && value !== null) {
        for (const [name, property] of Object.entries(value)) {
          const text = JSON.stringify(property);
          if (!("description" in Object(property)) && !text.includes("$ref")) {
            bare.push(`${path}.${name}`);
          }
        }
      }
      visit(value, `${path}.${key}`);
    }
  };
  visit(schema, "");
  expect(bare).toEqual([]);
});

test("every verb can be completed, with its own help", () => {
  const branches: { title?: string }[] = schema.definitions.step.anyOf;
  const verbs = branches.flatMap((branch) => branch.title ?? []);
  expect(verbs).toEqual(stepKinds.map((kind) => kind.verb));
});

test("it accepts a flow and refuses a typo, as the reader does", () => {
  const validate = new Ajv({ strict: false }).compile(schema);
  const isRight = (step: string) =>
    validate(JSON.parse(`{ "flow": "a", "format": 1, "steps": [${step}] }`));
  expect(isRight('{ "if": "hours.open", "then": [{ "say": { "en": "Hi" } }, "end"] }')).toBe(true);
  expect(isRight('{ "ask": "Who?", "id": "who", "timeout": "2h", "on_timeout": "x" }')).toBe(true);
  expect(isRight('{ "ask": "Who?", "id": "who", "tiemout": "2h" }')).toBe(false);
  expect(isRight('{ "if": "hours.open", "then": [{ "sya": "Hi" }] }')).toBe(false);
});
