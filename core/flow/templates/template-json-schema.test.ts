import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import Ajv from "ajv";
import { templateJsonSchema } from "./template-json-schema.ts";

const schema = templateJsonSchema();

test("the schema for editors is what stands in template.schema.json (bun sapa schema template)", () => {
  const file = readFileSync(new URL("template.schema.json", import.meta.url), "utf8");
  expect(JSON.parse(file)).toEqual(JSON.parse(JSON.stringify(schema)));
});

test("it accepts a template and refuses a typo, as the reader does", () => {
  const validate = new Ajv({ strict: false }).compile(JSON.parse(JSON.stringify(schema)));
  const file = (content: unknown) => ({
    template: "hello",
    format: 1,
    category: "utility",
    languages: { en: content },
  });
  expect(validate(file({ body: "Hello." }))).toBe(true);
  expect(validate(file({ bdoy: "Hello." }))).toBe(false);
});
