import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Json, JsonObject, NetworkAct } from "sapa/plugin";
import { SeededRandom, VirtualClock } from "sapa/plugin/testing";
import { openFakeWorld, sari } from "#plugins/channel-whatsapp-cloud/fake/testing/fake-world.ts";
import { mediaSamples } from "#plugins/channel-whatsapp-cloud/fake/testing/media-samples.ts";
import { richMessages } from "#plugins/channel-whatsapp-cloud/fake/testing/rich-messages.ts";
import { isObject, objectOf, readJson } from "#plugins/channel-whatsapp-cloud/read-json.ts";

const folder =
  process.env["SAPA_CONTRACTS"] ?? join(import.meta.dir, "../../../../../shared/contracts");
const contract = join(folder, "whatsapp-business-openapi-v23.0.yaml");
const isRequired = (process.env["SAPA_REQUIRE"] ?? "").split(",").includes("contracts");
const isAbsent = !existsSync(contract) && !isRequired;
if (isAbsent) console.log(`skipped: the fake beside Meta's own examples, no ${contract}`);

const card = {
  name: { formatted: "Lucía Gómez", first: "Lucía", last: "Gómez" },
  org: { company: "Google" },
  phones: [{ phone: "+1 983", waId: "1983", type: "MOBILE" }],
};
const item = { sku: "di9ozbzfi4", quantity: 2, price: 30, currency: "USD" };
const ad = {
  source_url: "https://fb.me/3cr4Wqqkv",
  source_id: "1",
  source_type: "ad",
  body: "b",
  headline: "h",
  media_type: "image",
  image_url: "https://scontent.example",
  ctwa_clid: "A",
  welcome_message: { text: "Hi" },
};

/** What a person does in each of Meta's examples. */
const acts: Readonly<Record<string, NetworkAct>> = {
  "Text Message": { kind: "text", text: "Does it come in another color?" },
  "Text Message from Click to WhatsApp Ad": { kind: "text", text: "Hello!", ad },
  "Reaction Message": { kind: "reaction", emoji: "👍" },
  "Image Message": {
    kind: "media",
    media: "image",
    mime: "image/jpeg",
    content: mediaSamples.jpeg,
    caption: "Taj Mahal",
  },
  "Location Message": {
    kind: "location",
    latitude: 37.4,
    longitude: -122.1,
    name: "Philz Coffee",
    address: "101 Forest Ave",
  },
  "Contact Sharing Message": { kind: "contacts", contacts: [card] },
  "Unsupported Message": { kind: "unsupported", vendorKind: "poll_creation" },
  "Button Message": { kind: "choice", choice: "Konfirmasi" },
  "Interactive List Reply Message": { kind: "choice", choice: "svc-1" },
  "Interactive Button Reply Message": { kind: "choice", choice: "yes" },
  "Order Message": { kind: "order", items: [item] },
  "System Message": { kind: "move", phone: "12195555358" },
};

/** Examples of what the fake does not do: groups' own updates, and questions about one product. */
const others = [
  "Text Message with Context (Product Inquiry)",
  "Group Create Message",
  "Group Settings Update",
  "Group Remove Participants",
];

/** Keys of Meta's examples that the fake has no place for. */
const withoutUs = new Set([".entry.changes.value.messages.location.url:string"]);

function examples(): ReadonlyMap<string, JsonObject> {
  const text = JSON.stringify(Bun.YAML.parse(readFileSync(contract, "utf8")));
  let node = readJson(text);
  const path = ["paths", "/whatsapp/webhooks", "post", "requestBody", "content"];
  for (const key of [...path, "application/json", "examples"]) node = objectOf(node)?.[key];
  const named = Object.entries(objectOf(node) ?? {});
  return new Map(
    named.map(([name, example]) => [name, objectOf(objectOf(example)?.["value"]) ?? {}]),
  );
}

/** Every key of a body with the type of its value; items of lists stand at the list's key. */
function keysOf(value: Json, path = ""): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((entry: Json) => keysOf(entry, path));
  if (!isObject(value)) return [`${path}:${typeof value}`];
  return Object.entries(value).flatMap(([key, inner]) => keysOf(inner, `${path}.${key}`));
}

async function ours(act: NetworkAct): Promise<readonly string[]> {
  const clock = new VirtualClock(Date.UTC(2026, 10, 22, 8));
  const world = openFakeWorld({ clock, random: new SeededRandom(7) }, { receipts: false });
  await world.fake.act(sari, { kind: "text", text: "Halo" });
  world.fake.approve({ name: "confirm", language: "id", buttons: ["Konfirmasi"] });
  for (const message of [richMessages.buttons, richMessages.list, richMessages.template]) {
    world.send(message);
  }
  await world.fake.act(sari, act);
  const body = world.requests.at(-1)?.body ?? new Uint8Array();
  return keysOf(readJson(new TextDecoder().decode(body)) ?? null);
}

describe.skipIf(isAbsent)("Meta's own examples of webhooks", () => {
  test("are the ones that are told apart here", () => {
    const names = [...Object.keys(acts), ...others].toSorted();
    expect([...examples().keys()].toSorted()).toEqual(names);
  });

  test.each(Object.entries(acts))(
    "%s: the fake's has every key of it, of the same type",
    async (name, act) => {
      const wanted = keysOf(examples().get(name) ?? {}).filter((key) => !withoutUs.has(key));
      expect(wanted.length).toBeGreaterThan(8);
      const have = new Set(await ours(act));
      expect(wanted.filter((key) => !have.has(key))).toEqual([]);
    },
  );
});
