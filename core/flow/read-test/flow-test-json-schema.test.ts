import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import Ajv from "ajv";
import { flowTestJsonSchema } from "./flow-test-json-schema.ts";

const schema = flowTestJsonSchema();

test("the schema for editors is what stands in flow-test.schema.json (bun sapa schema test)", () => {
  const file = readFileSync(new URL("flow-test.schema.json", import.meta.url), "utf8");
  expect(JSON.parse(file)).toEqual(JSON.parse(JSON.stringify(schema)));
});

test("every key has a description, which is its hover text", () => {
  const bare: string[] = [];
  const visit = (node: unknown, path: string): void => {
    if (typeof node !== "object" || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      if (key === "properties" && typeof value === "object" && value !== null) {
        for (const [name, property] of Object.entries(value)) {
          if (!("description" in Object(property))) bare.push(`${path}.${name}`);
        }
      }
      visit(value, `${path}.${key}`);
    }
  };
  visit(schema, "");
  expect(bare).toEqual([]);
});

test("it accepts a test and refuses a typo, as the reader does", () => {
  const validate = new Ajv({ strict: false }).compile(JSON.parse(JSON.stringify(schema)));
  const file = (step: unknown) => ({ flow: "coffee", tests: [{ name: "a", steps: [step] }] });
  expect(validate(file({ bot: { contains: "x" } }))).toBe(true);
  expect(validate(file({ bot: { contain: "x" } }))).toBe(false);
});
