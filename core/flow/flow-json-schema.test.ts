import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import Ajv from "ajv";
import { flowJsonSchema } from "./flow-json-schema.ts";
import { stepKinds } from "./step-kinds.ts";
import { sampleCatalog } from "./testing/sample-catalog.ts";

const schema = JSON.parse(JSON.stringify(flowJsonSchema()));

test("the schema for editors is what stands in flow.schema.json but for actions (bun sapa schema)", () => {
  const { definitions, ...rest } = JSON.parse(
    readFileSync(new URL("flow.schema.json", import.meta.url), "utf8"),
  );
  const general = Object.entries(definitions).filter(([name]) => !name.startsWith("action"));
  const withoutActions = { ...Object.fromEntries(general), action_name: {}, action: {} };
  expect({ ...rest, definitions: withoutActions }).toEqual(schema);
});

test("the actions that are known are named, and tell what they are given", () => {
  const known = flowJsonSchema(sampleCatalog.actions);
  const validate = new Ajv({ strict: false, allErrors: true, logger: false }).compile(
    JSON.parse(JSON.stringify(known)),
  );
  const faultsOf = (step: string) => {
    validate(JSON.parse(`{ "flow": "a", "format": 1, "steps": [${step}] }`));
    return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  };
  expect(faultsOf('{ "run": "shop.price", "with": { "sku": "kopi", "count": 3 } }')).toEqual([]);
  expect(
    faultsOf(
      '{ "run": "shop.price", "with": { "sku": "{{ cut(message.text, 20) }}", "count": "{{ 1 }}" } }',
    ),
  ).toEqual([]);
  expect(faultsOf('{ "run": "other.thing", "with": { "anything": [1] } }')).toEqual([]);
  expect(faultsOf('{ "run": "other.thing" }')).toEqual([]);
  const wrong = [
    ['{ "run": "shop.price" }', "/steps/0 must have required property 'with'"],
    ['{ "run": "shop.price", "with": {} }', "/steps/0/with must have required property 'sku'"],
    [
      '{ "run": "shop.price", "with": { "sku": "kopi", "cuont": 3 } }',
      "/steps/0/with must NOT have additional properties",
    ],
    [
      '{ "run": "shop.price", "with": { "sku": "kopi", "count": "three" } }',
      "/steps/0/with/count must be integer",
    ],
  ] as const;
  for (const [step, fault] of wrong) expect(faultsOf(step)).toContain(fault);
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
