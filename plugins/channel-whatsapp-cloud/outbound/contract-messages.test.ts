import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv, type AnySchema } from "ajv";
import type { Json, JsonObject, MessageOut } from "sapa/plugin";
import { capabilities } from "#plugins/channel-whatsapp-cloud/capabilities.ts";
import {
  isObject,
  listOf,
  objectOf,
  readJson,
  textOf,
} from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { blockBody } from "./block-person.ts";
import { contentBody } from "./content-body.ts";
import { samples } from "./testing/samples.ts";

const contracts =
  process.env["SAPA_CONTRACTS"] ?? join(import.meta.dir, "../../../../shared/contracts");
const contract = join(contracts, "whatsapp-business-openapi-v23.0.yaml");
const reference = join(contracts, "../reference/whatsapp-cloud-api.md");
const isRequired = (process.env["SAPA_REQUIRE"] ?? "").split(",").includes("contracts");
const isAbsent = !existsSync(contract) && !isRequired;
if (isAbsent) console.log(`skipped: Meta's own description of messages, no ${contract}`);
const hasNoReference = !existsSync(reference) && !isRequired;
if (hasNoReference) console.log(`skipped: the examples of the reference, no ${reference}`);

/**
 * What Meta's description of v23 does not know: each is held against the reference instead. The
 * words are those of the reference that show it: an example's type, or a row of a table.
 */
const newer: Readonly<Record<string, string>> = {
  link: '"type": "cta_url"',
  "request for the place": '"type": "location_request_message"',
  "request for the address": '"type": "address_message"',
  "request for the number": '"type": "request_contact_info"',
  "catalog without a picture": '"type": "catalog_message"',
  "carousel of links": '"type": "carousel"',
  "carousel of products": '"type":"product","action":{"product_retailer_id"',
  "template with a code to copy": '`sub_type:"copy_code"`, `{type:"coupon_code", coupon_code}`',
  "template with a form": '`sub_type:"flow"`, `{type:"action", action:{flow_token',
};

const envelope = { messaging_product: "whatsapp", recipient_type: "individual" };
const addressed = (message: MessageOut): JsonObject => ({
  ...envelope,
  to: "+6281234567890",
  ...contentBody(message),
});

test("there is a sample of every kind that a message can have", () => {
  const kinds = new Set<string>(samples.map(([, message]) => message.kind));
  expect(kinds).toEqual(new Set<string>(["text", "buttons", "list", ...capabilities.kinds]));
});

describe.skipIf(isAbsent)("by Meta's own description", () => {
  test("every kind of message fits its schema, but for those that are newer", () => {
    const validate = messageValidator();
    const misfits = samples.filter(([, message]) => !validate(addressed(message)));
    expect(misfits.map(([name]) => name)).toEqual(
      samples.map(([name]) => name).filter((name) => name in newer),
    );
    expect(misfits.length).toBe(Object.keys(newer).length);
  });

  test("a message that lacks what it is about does not fit", () => {
    const validate = messageValidator();
    const bare = { ...envelope, to: "+6281234567890" };
    expect(validate({ ...bare, type: "text", text: { body: "Halo" } })).toBe(true);
    expect(validate({ ...bare, type: "text", txt: { body: "Halo" } })).toBe(false);
    expect(validate({ ...bare, type: "text", text: { body: 7 } })).toBe(false);
    expect(validate({ ...bare, type: "image", image: {} })).toBe(false);
    expect(validate({ ...bare, type: "contacts", contacts: [] })).toBe(false);
    expect(validate({ ...bare, type: "interactive", interactive: { type: "buttons" } })).toBe(
      false,
    );
  });
});

describe.skipIf(isAbsent)("what blocks a person, by Meta's own description", () => {
  test.each(["post", "delete"])("has a body that fits %s", (method) => {
    const validate = blockValidator(method);
    const phone = { kind: "phone", value: "6281234567890" } as const;
    expect(validate(blockBody([phone]))).toBe(true);
    expect(validate({ ...blockBody([phone]), block_users: [{ user: 628 }] })).toBe(false);
    expect(validate({ ...blockBody([phone]), block_users: [{ phone: "+62" }] })).toBe(false);
  });
});

describe.skipIf(hasNoReference)("by the reference", () => {
  const text = hasNoReference ? "" : readFileSync(reference, "utf8");
  const examples = [...text.matchAll(/```json\n([^`]*)```/g)].flatMap(([, block]) => [
    objectOf(readJson(block ?? "")) ?? {},
  ]);

  test.each(Object.entries(newer))("%s is there: %s", (_, words) => {
    expect(text).toContain(words);
  });

  test("every interactive kind has no field that its example lacks", () => {
    const kinds = samples.flatMap(([name, , content]) => {
      const interactive = objectOf(content["interactive"]);
      return interactive === undefined ? [] : [{ name, interactive }];
    });
    expect(kinds.length).toBeGreaterThan(15);
    for (const { name, interactive } of kinds) {
      const shown = examples
        .map((example) => objectOf(example["interactive"]))
        .filter((example) => example?.["type"] === interactive["type"]);
      const strange = shown.map((example) => strangeKeys(interactive, example ?? {}));
      const least = strange.toSorted((a, b) => a.length - b.length)[0];
      expect({ name, strange: least?.filter((key) => !isFrame(key)) }).toEqual({
        name,
        strange: isAlternative(name) ? expect.anything() : [],
      });
    }
  });

  /** Header and footer stand in the reference's table; the examples leave some of them out. */
  function isFrame(key: string): boolean {
    return /^\.(header|footer|body)/.test(key);
  }

  /** The other of two ways, told in words beside the example. */
  function isAlternative(name: string): boolean {
    return /^(draft form by name|carousel of products)/.test(name);
  }
});

/** Paths of keys that `value` has and `example` lacks; the items of a list count as its first. */
function strangeKeys(value: Json, example: Json | undefined, path = ""): readonly string[] {
  if (Array.isArray(value)) {
    const [first] = listOf(example);
    return value.flatMap((item: Json) => strangeKeys(item, first, `${path}[]`));
  }
  if (!isObject(value)) return example === undefined ? [path] : [];
  const known = objectOf(example);
  if (known === undefined) return [path];
  return Object.entries(value).flatMap(([key, item]) =>
    strangeKeys(item, known[key], `${path}.${key}`),
  );
}

/** Of the description's body for the block list; it says of no key that others are none. */
function blockValidator(method: string) {
  const description = objectOf(
    readJson(JSON.stringify(Bun.YAML.parse(readFileSync(contract, "utf8")))),
  );
  const paths = objectOf(description?.["paths"]) ?? {};
  const path = Object.keys(paths).find((name) => name.endsWith("/block_users")) ?? "";
  const operation = objectOf(objectOf(paths[path])?.[method]);
  const content = objectOf(objectOf(operation?.["requestBody"])?.["content"]);
  const found = objectOf(objectOf(content?.["application/json"])?.["schema"]);
  const users = objectOf(objectOf(found?.["properties"])?.["block_users"]);
  if (found === undefined || users === undefined) throw new Error(`no body of ${method} ${path}`);
  const items = { ...objectOf(users["items"]), additionalProperties: false };
  const properties = { ...objectOf(found["properties"]), block_users: { ...users, items } };
  const required = ["block_users", "messaging_product"];
  const schema: AnySchema = { ...found, properties, required, additionalProperties: false };
  return new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(schema);
}

function messageValidator() {
  const description: Json | undefined = readJson(
    JSON.stringify(Bun.YAML.parse(readFileSync(contract, "utf8"))),
  );
  const schemas = objectOf(objectOf(objectOf(description)?.["components"])?.["schemas"]) ?? {};
  const prepared: AnySchema = {
    $id: "contract",
    $ref: "#/components/schemas/Message",
    components: { schemas: merged(schemas, schemas) },
  };
  return new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(prepared);
}

/** The description's pattern of a button's position: it refuses "0", the description's own example. */
const brokenPattern = "^[2-6, 11-14]$";

/**
 * The description writes "these fields and no others" into each part of an `allOf`, which no body
 * can fit: the parts are made one, so that it means what it says.
 */
function merged(value: Json, schemas: JsonObject): Json {
  if (Array.isArray(value)) return value.map((item: Json) => merged(item, schemas));
  if (!isObject(value)) return value;
  const { allOf, discriminator: _, example: __, pattern, ...rest } = value;
  const entries = Object.entries(rest).map(([key, item]) => [key, merged(item, schemas)]);
  const plain: JsonObject = {
    ...Object.fromEntries(entries),
    ...(pattern === undefined || pattern === brokenPattern ? {} : { pattern }),
  };
  if (allOf === undefined) return plain;
  const parts = listOf(allOf).map(
    (part) => objectOf(merged(resolved(part, schemas), schemas)) ?? {},
  );
  return {
    ...plain,
    type: "object",
    required: parts.flatMap((part) => listOf(part["required"])),
    properties: Object.assign({}, ...parts.map((part) => part["properties"])),
    additionalProperties: false,
  };
}

function resolved(part: Json, schemas: JsonObject): Json {
  const name = textOf(objectOf(part)?.["$ref"])?.split("/").at(-1);
  return name === undefined ? part : (schemas[name] ?? part);
}
