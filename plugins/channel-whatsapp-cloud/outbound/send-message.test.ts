import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv, type AnySchema } from "ajv";
import type { Address, Json, JsonObject, MessageOut, NetRequest } from "sapa/plugin";
import { createQuietLog } from "sapa/plugin/testing";
import { configSchema } from "#plugins/channel-whatsapp-cloud/config.ts";
import {
  isObject,
  listOf,
  objectOf,
  readJson,
  textOf,
} from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { acknowledgeMessage } from "./acknowledge.ts";
import { createGraphClient } from "./graph-client.ts";
import { sendMessage } from "./send-message.ts";

const phone: Address = { kind: "phone", value: "6281234567890" };
const userId: Address = { kind: "user_id", value: "ID.11111111111111111111" };

/** What is posted for a message, and to where. */
async function posted(
  message: MessageOut,
  to: readonly Address[] = [userId, phone],
  more: object = {},
): Promise<{ readonly request: NetRequest; readonly body: JsonObject }> {
  const requests: NetRequest[] = [];
  const settings = { phone_number_id: "2", token: "secret", app_secrets: "s", verify_token: "v" };
  const client = createGraphClient(
    {
      request: (request) => {
        requests.push(request);
        return Promise.resolve({ kind: "unsent", reason: "a test" });
      },
    },
    configSchema.parse({ ...settings, ...more }),
  );
  await sendMessage(client, { to, message, callback: "v1:outbox-7:1:0a1b2c3d" });
  const [request] = requests;
  if (request === undefined) throw new Error("nothing was posted");
  return { request, body: objectOf(readJson(request.body ?? "")) ?? {} };
}

const options = [
  { id: "a", title: "Ya" },
  { id: "b", title: "Tidak" },
];
const envelope = {
  messaging_product: "whatsapp",
  recipient_type: "individual",
  to: "+6281234567890",
  biz_opaque_callback_data: "v1:outbox-7:1:0a1b2c3d",
};

/** Every kind of message with every field, beside what of it is posted. Source: reference part 3. */
const samples: readonly (readonly [string, MessageOut, JsonObject])[] = [
  [
    "text",
    { kind: "text", text: "Halo" },
    { type: "text", text: { preview_url: false, body: "Halo" } },
  ],
  [
    "text with preview and quote",
    { kind: "text", text: "https://example.com", preview: true, replyTo: "wamid.IN1" },
    {
      context: { message_id: "wamid.IN1" },
      type: "text",
      text: { preview_url: true, body: "https://example.com" },
    },
  ],
  [
    "buttons",
    { kind: "buttons", text: "Jadi?", footer: "Toko", options, replyTo: "wamid.IN1" },
    {
      context: { message_id: "wamid.IN1" },
      type: "interactive",
      interactive: {
        type: "button",
        body: { text: "Jadi?" },
        footer: { text: "Toko" },
        action: {
          buttons: [
            { type: "reply", reply: { id: "a", title: "Ya" } },
            { type: "reply", reply: { id: "b", title: "Tidak" } },
          ],
        },
      },
    },
  ],
  [
    "list",
    {
      kind: "list",
      text: "Pilih",
      button: "Lihat",
      sections: [
        { title: "Kopi", rows: [{ id: "1", title: "Susu", description: "dingin" }] },
        { title: "Teh", rows: [{ id: "2", title: "Tarik" }] },
      ],
    },
    {
      type: "interactive",
      interactive: {
        type: "list",
        body: { text: "Pilih" },
        action: {
          button: "Lihat",
          sections: [
            { title: "Kopi", rows: [{ id: "1", title: "Susu", description: "dingin" }] },
            { title: "Teh", rows: [{ id: "2", title: "Tarik" }] },
          ],
        },
      },
    },
  ],
  [
    "bare template",
    { kind: "template", name: "hello_world", language: "en_US" },
    {
      type: "template",
      template: { name: "hello_world", language: { policy: "deterministic", code: "en_US" } },
    },
  ],
  [
    "template by position",
    {
      kind: "template",
      name: "order_ready",
      language: "id",
      header: ["Kopi"],
      body: ["Sari", "10.00"],
      buttons: [
        { kind: "quick_reply", index: 0, value: "bk:42:yes" },
        { kind: "url", index: 1, value: "42" },
      ],
    },
    {
      type: "template",
      template: {
        name: "order_ready",
        language: { policy: "deterministic", code: "id" },
        components: [
          { type: "header", parameters: [{ type: "text", text: "Kopi" }] },
          {
            type: "body",
            parameters: [
              { type: "text", text: "Sari" },
              { type: "text", text: "10.00" },
            ],
          },
          {
            type: "button",
            sub_type: "quick_reply",
            index: "0",
            parameters: [{ type: "payload", payload: "bk:42:yes" }],
          },
          {
            type: "button",
            sub_type: "url",
            index: "1",
            parameters: [{ type: "text", text: "42" }],
          },
        ],
      },
    },
  ],
  [
    "template by name",
    { kind: "template", name: "order_ready", language: "id", body: { first_name: "Sari" } },
    {
      type: "template",
      template: {
        name: "order_ready",
        language: { policy: "deterministic", code: "id" },
        components: [
          {
            type: "body",
            parameters: [{ type: "text", parameter_name: "first_name", text: "Sari" }],
          },
        ],
      },
    },
  ],
  [
    "reaction",
    { kind: "reaction", target: "wamid.IN1", emoji: "👍" },
    { type: "reaction", reaction: { message_id: "wamid.IN1", emoji: "👍" } },
  ],
];

describe("a message on its way out", () => {
  test.each(samples)("is posted as Meta takes it: %s", async (_, message, content) => {
    const { body } = await posted(message);
    expect(body).toEqual({ ...envelope, ...content });
  });

  test("goes to the phone with a plus if there is one, else to the user id, never to both", async () => {
    const hello: MessageOut = { kind: "text", text: "Halo" };
    const to = async (addresses: readonly Address[]) => {
      const { body } = await posted(hello, addresses);
      return { to: body["to"], recipient: body["recipient"] };
    };
    const plus = "+6281234567890";
    expect(await to([userId, phone])).toEqual({ to: plus, recipient: undefined });
    expect(await to([phone])).toEqual({ to: plus, recipient: undefined });
    expect(await to([{ ...phone, value: plus }])).toEqual({ to: plus, recipient: undefined });
    expect(await to([userId])).toEqual({ to: undefined, recipient: userId.value });
  });

  test("goes to the configured address, version and number with the token", async () => {
    const hello: MessageOut = { kind: "text", text: "Halo" };
    const { request } = await posted(hello);
    expect(request.url).toBe("https://graph.facebook.com/v26.0/2/messages");
    expect(request.headers["authorization"]).toBe("Bearer secret");
    const own = {
      graph_url: "http://127.0.0.1:9/",
      graph_version: "v27.0",
      messaging_account_id: 7,
    };
    const other = await posted(hello, [phone], own);
    expect(other.request.url).toBe("http://127.0.0.1:9/v27.0/2/messages");
    expect(other.body["messaging_account_id"]).toBe("7");
  });
});

describe("a read receipt", () => {
  test.each([
    [false, undefined],
    [true, { type: "text" }],
  ])("with typing %p tells so, and is waited for half as long as a send", async (typing, sign) => {
    const requests: NetRequest[] = [];
    const settings = { phone_number_id: "2", token: "t", app_secrets: "s", verify_token: "v" };
    const client = createGraphClient(
      {
        request: (request) => {
          requests.push(request);
          return Promise.resolve({ kind: "broken", reason: "a test" });
        },
      },
      configSchema.parse(settings),
    );
    await acknowledgeMessage(client, createQuietLog(), "wamid.IN1", typing);
    const { request } = await posted({ kind: "text", text: "a" });
    expect(readJson(requests[0]?.body ?? "")).toEqual({
      messaging_product: "whatsapp",
      status: "read",
      message_id: "wamid.IN1",
      ...(sign === undefined ? {} : { typing_indicator: sign }),
    });
    expect(requests[0]?.timeoutMs).toBe(request.timeoutMs / 2);
  });
});

const contracts =
  process.env["SAPA_CONTRACTS"] ?? join(import.meta.dir, "../../../../shared/contracts");
const contract = join(contracts, "whatsapp-business-openapi-v23.0.yaml");
const isRequired = (process.env["SAPA_REQUIRE"] ?? "").split(",").includes("contracts");
const isAbsent = !existsSync(contract) && !isRequired;
if (isAbsent) console.log(`skipped: Meta's own description of messages, no ${contract}`);

describe.skipIf(isAbsent)("by Meta's own description", () => {
  test("every kind of message fits its schema", async () => {
    const validate = messageValidator();
    for (const [name, message] of samples) {
      for (const to of [phone, userId]) {
        const { body } = await posted(message, [to]);
        validate(asOf23(body));
        expect({ name, errors: validate.errors ?? [] }).toEqual({ name, errors: [] });
      }
    }
  });

  test("a message that lacks what it is about does not fit", () => {
    const validate = messageValidator();
    const { biz_opaque_callback_data: _, ...bare } = envelope;
    expect(validate({ ...bare, type: "text", text: { body: "Halo" } })).toBe(true);
    expect(validate({ ...bare, type: "text", txt: { body: "Halo" } })).toBe(false);
    expect(validate({ ...bare, type: "text", text: { body: 7 } })).toBe(false);
    expect(validate({ ...bare, type: "interactive", interactive: { type: "buttons" } })).toBe(
      false,
    );
  });
});

/** The body without what is newer than the description: user ids, and data that is echoed. */
function asOf23(body: JsonObject): JsonObject {
  const { recipient, biz_opaque_callback_data: _, ...rest } = body;
  return recipient === undefined ? rest : { ...rest, to: recipient };
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
