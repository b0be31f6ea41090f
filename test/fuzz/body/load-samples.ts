import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { YAML } from "bun";
import type { Json, JsonObject } from "#core/lib/json.ts";
import { isObject, listOf, objectOf, readJson } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { account } from "#test/fuzz/account.ts";
import { repository } from "#test/source-files.ts";
import type { Sample } from "./sample.ts";

const fixtures = join(repository, "plugins/channel-whatsapp-cloud/fixtures");
const contract = "whatsapp-business-openapi-v23.0.yaml";
/** The number in Meta's own examples. */
const vendorPhoneNumberId = "106540352242922";
/** The person in most of them; ours is like those of the fixtures, so that it becomes many people. */
const vendorPerson = "16505551234";

/** The channel's fixtures, and Meta's own examples if their folder is named. */
export function loadSamples(contracts: string | undefined): readonly Sample[] {
  const own = readdirSync(fixtures)
    .toSorted()
    .flatMap((file) => readFixture(file));
  return [...own, ...(contracts === undefined ? [] : readVendorSamples(join(contracts, contract)))];
}

function readFixture(file: string): readonly Sample[] {
  // Not by a schema: it would drop the `__proto__` keys that one of them is about.
  const content = objectOf(readJson(readFileSync(join(fixtures, file), "utf8")));
  const webhook = objectOf(content?.["webhook"]);
  if (webhook === undefined) return [];
  const reading = objectOf(content?.["reading"]);
  const becomes = {
    kind: reading?.["kind"] === "foreign" ? "foreign" : "updates",
    events: listOf(reading?.["events"]).length,
    statuses: listOf(reading?.["statuses"]).length,
  } as const;
  return [{ name: file, webhook, becomes }];
}

function readVendorSamples(file: string): readonly Sample[] {
  if (!existsSync(file)) return [];
  const document = JSON.stringify(YAML.parse(readFileSync(file, "utf8")));
  const own = document
    .replaceAll(vendorPhoneNumberId, account.phoneNumberId)
    .replaceAll(vendorPerson, "6281234567890");
  let node = readJson(own);
  const path = ["paths", "/whatsapp/webhooks", "post", "requestBody", "content"];
  for (const key of [...path, "application/json", "examples"]) node = objectOf(node)?.[key];
  return Object.entries(objectOf(node) ?? {}).flatMap(([name, example]) => {
    const webhook = valueOf(example);
    return webhook === undefined ? [] : [{ name, webhook }];
  });
}

function valueOf(example: Json): JsonObject | undefined {
  const value = isObject(example) ? example["value"] : undefined;
  return objectOf(value);
}
