import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { accountId, type Json, type NewEvent, toMillis } from "sapa/plugin";
import { configSchema } from "./config.ts";
import { metaJson, signWebhook } from "./fake/sign-webhook.ts";
import { createReceiver } from "./inbound/receive.ts";
import { objectOf, readJson } from "./read-json.ts";

const folder = process.env["SAPA_CONTRACTS"] ?? join(import.meta.dir, "../../../shared/contracts");
const contract = join(folder, "whatsapp-business-openapi-v23.0.yaml");
const isRequired = (process.env["SAPA_REQUIRE"] ?? "").split(",").includes("contracts");
const isAbsent = !existsSync(contract) && !isRequired;
if (isAbsent) console.log(`skipped: Meta's own examples of webhooks, no ${contract}`);

/** Meta's examples, by their names, beside what each becomes. */
const expected: Readonly<Record<string, string>> = {
  "Text Message": "message text",
  "Text Message with Context (Product Inquiry)": "message text",
  "Text Message from Click to WhatsApp Ad": "message text",
  "Reaction Message": "message reaction",
  "Image Message": "message media",
  "Location Message": "message location",
  "Contact Sharing Message": "message contacts",
  "Unsupported Message": "message unsupported",
  "Button Message": "message choice",
  "Interactive List Reply Message": "message choice",
  "Interactive Button Reply Message": "message choice",
  "Order Message": "message order",
  "System Message": "identity",
  "Group Create Message": "account group_lifecycle_update",
  "Group Settings Update": "account group_settings_update",
  "Group Remove Participants": "account group_participants_update",
};

function examples(): ReadonlyMap<string, Json> {
  const text = JSON.stringify(Bun.YAML.parse(readFileSync(contract, "utf8")));
  let node = readJson(text);
  const path = ["paths", "/whatsapp/webhooks", "post", "requestBody", "content"];
  for (const key of [...path, "application/json", "examples"]) node = objectOf(node)?.[key];
  const named = Object.entries(objectOf(node) ?? {});
  return new Map(named.map(([name, example]) => [name, objectOf(example)?.["value"] ?? null]));
}

const receive = createReceiver(
  accountId("whatsapp"),
  configSchema.parse({
    phone_number_id: "106540352242922",
    token: "t",
    app_secrets: "s",
    verify_token: "v",
  }),
);

function kindOf({ body }: NewEvent): string {
  if (body.kind === "message") return `message ${body.message.kind}`;
  return body.kind === "account" ? `account ${body.field}` : body.kind;
}

describe.skipIf(isAbsent)("Meta's own examples of webhooks", () => {
  test("are all here, and each becomes one event of its kind", () => {
    const kinds = new Map<string, readonly string[]>();
    for (const [name, webhook] of examples()) {
      const bytes = new TextEncoder().encode(metaJson(webhook));
      const reading = receive(signWebhook("s", bytes, toMillis(1_795_305_700_000)));
      kinds.set(name, reading.kind === "updates" ? reading.events.map(kindOf) : [reading.kind]);
    }
    const wanted = Object.entries(expected).map(([name, kind]) => [name, [kind]] as const);
    expect(new Map(kinds)).toEqual(new Map(wanted));
  });
});
