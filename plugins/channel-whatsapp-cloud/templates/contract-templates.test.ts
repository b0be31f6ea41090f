import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv, type AnySchema } from "ajv";
import type { Json, TemplateContent, TemplateDefinition } from "sapa/plugin";
import {
  isObject,
  listOf,
  objectOf,
  readJson,
  textOf,
} from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { readTemplateContent } from "./read-template-content.ts";
import { createRequest, editRequest } from "./template-request.ts";

const folder =
  process.env["SAPA_CONTRACTS"] ?? join(import.meta.dir, "../../../../shared/contracts");
const contract = join(folder, "whatsapp-business-openapi-v23.0.yaml");
const isRequired = (process.env["SAPA_REQUIRE"] ?? "").split(",").includes("contracts");
const isAbsent = !existsSync(contract) && !isRequired;
if (isAbsent) console.log(`skipped: Meta's own description of templates, no ${contract}`);

const contents: Readonly<Record<string, TemplateContent>> = {
  plain: { kind: "text", body: "Hello.", buttons: [], examples: [] },
  whole: {
    kind: "text",
    header: { text: "Our {{1}} is on!", example: "Summer Sale" },
    body: "Shop now through {{1}} and use code {{2}}.",
    footer: "Use the buttons below",
    buttons: [
      { kind: "quick_reply", text: "Unsubscribe" },
      {
        kind: "url",
        text: "Shop",
        url: "https://a.example/{{1}}",
        example: "https://a.example/x",
      },
      { kind: "phone", text: "Call", phone: "16467043595" },
    ],
    examples: ["August", "25OFF"],
  },
  code: { kind: "code", button: "Copy Code", minutes: 10, isSecret: true },
  named: { kind: "text", body: "Hello dear {{who}}.", buttons: [], examples: ["Sari"] },
  coupon: {
    kind: "text",
    body: "Here is your code.",
    buttons: [{ kind: "copy_code", example: "KOPI25" }],
    examples: [],
  },
};

const define = (content: TemplateContent): TemplateDefinition => ({
  name: "sample",
  language: "en_US",
  category: content.kind === "code" ? "authentication" : "marketing",
  content,
});

/** What Meta's description of v23 does not show; held by the reference, 3.4 and 3.5. */
const newer = [
  "parameter_format",
  "components.example.body_text_named_params",
  "components.example.body_text_named_params.param_name",
  "components.example.body_text_named_params.example",
];

describe.skipIf(isAbsent)("by Meta's own description", () => {
  test("what makes and what changes a template fits the schema of its request", () => {
    for (const [path, make] of [
      ["/{Version}/{WABA-ID}/message_templates", createRequest],
      [
        "/{Version}/{TEMPLATE_ID}",
        (definition: TemplateDefinition) => editRequest(definition, true),
      ],
    ] as const) {
      const validate = new Ajv({ strict: false }).compile(requestOf(path).schema);
      for (const content of Object.values(contents)) {
        expect([path, validate(make(define(content))), validate.errors]).toEqual([
          path,
          true,
          null,
        ]);
      }
      expect(validate({ ...make(define(contents["plain"] ?? never)), components: "none" })).toBe(
        false,
      );
    }
  });

  test("it has no key that Meta's examples do not show, but for those that are newer", () => {
    const shown = new Set(
      requestOf("/{Version}/{WABA-ID}/message_templates").examples.flatMap((item) => paths(item)),
    );
    const own = new Set(
      Object.values(contents).flatMap((content) => paths(createRequest(define(content)))),
    );
    expect([...own].filter((path) => !shown.has(path)).toSorted()).toEqual(newer.toSorted());
  });

  test("Meta's examples are read, and the ones that files cannot say are told apart", () => {
    const { examples } = requestOf("/{Version}/{WABA-ID}/message_templates");
    const read = examples.map((item) => {
      const example = objectOf(item);
      const isCode = textOf(example?.["category"]) === "AUTHENTICATION";
      const content = readTemplateContent(listOf(example?.["components"]), isCode);
      return [textOf(example?.["name"]), content?.kind];
    });
    expect(Object.fromEntries(read)).toMatchObject({
      authentication_code_copy_code_button: "code",
      abandoned_cart: undefined,
      order_confirmation: undefined,
      limited_time_offer_tuscan_getaway_2023: undefined,
      order_delivery_update: undefined,
      seasonal_promotion_text_only: "text",
    });
  });
});

test("what is read back is what was handed in", () => {
  for (const content of Object.values(contents)) {
    const { components } = createRequest(define(content));
    expect(readTemplateContent(listOf(components), content.kind === "code")).toEqual(content);
  }
});

const never: TemplateContent = { kind: "code", button: "", isSecret: false };

function requestOf(path: string): {
  readonly schema: AnySchema;
  readonly examples: readonly Json[];
} {
  const text = JSON.stringify(Bun.YAML.parse(readFileSync(contract, "utf8")));
  let node = readJson(text);
  for (const key of ["paths", path, "post", "requestBody", "content", "application/json"]) {
    node = objectOf(node)?.[key];
  }
  const schema = objectOf(objectOf(node)?.["schema"]);
  if (schema === undefined) throw new Error(`${path} has no schema`);
  const examples = Object.values(objectOf(objectOf(node)?.["examples"]) ?? {});
  return { schema, examples: examples.map((item) => objectOf(item)?.["value"] ?? null) };
}

/** The keys of a value with those above them; lists are seen through. */
function paths(value: Json, above = ""): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item: Json) => paths(item, above));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const path = above === "" ? key : `${above}.${key}`;
    return [path, ...paths(item, path)];
  });
}
