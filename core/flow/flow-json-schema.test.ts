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
          if (!("description" in Object(property))) bare.push(`${path}.${name}`);
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

test("what a shared definition says of itself hides nothing that is said where it is used", () => {
  for (const name of ["text", "expression", "duration"]) {
    expect(schema.definitions[name]).toBeDefined();
    expect(schema.definitions[name].description).toBeUndefined();
  }
  const branches: readonly {
    readonly title?: string;
    readonly properties: {
      readonly choose?: { readonly description: string; readonly markdownDescription: string };
    };
  }[] = schema.definitions.step.anyOf;
  const choose = branches.find(({ title }) => title === "choose")?.properties.choose;
  const about = choose?.description ?? "";
  const parts = about.split("\n\n");
  expect(parts).toHaveLength(3);
  expect(parts[0]).toStartWith("Asks with options");
  expect(parts[1]).toBe("The question.");
  expect(parts[2]).toStartWith("Text that a person reads");
  expect(choose?.markdownDescription).toBe(about);
});
