import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import {
  accountId,
  type Json,
  type JsonObject,
  messageInSchema,
  toMillis,
  type WebhookReading,
} from "sapa/plugin";
import { configSchema } from "./config.ts";
import { metaJson, signWebhook } from "./fake/sign-webhook.ts";
import { createReceiver } from "./inbound/receive.ts";
import { isObject, listOf, objectOf, readJson, textOf } from "./read-json.ts";

const secret = "test_app_secret";
const receivedAt = toMillis(1_795_305_700_000);
const receive = createReceiver(
  accountId("whatsapp"),
  configSchema.parse({
    phone_number_id: "200000000000002",
    token: "t",
    app_secrets: secret,
    verify_token: "v",
  }),
);

interface Fixture {
  readonly name: string;
  readonly about: string;
  readonly webhook: JsonObject;
  readonly reading: Json | undefined;
}

const folder = join(import.meta.dir, "fixtures");
const fixtures = readdirSync(folder).map((file): Fixture => {
  // Not by a schema: it would drop the `__proto__` keys that one of them is about.
  const content = objectOf(readJson(readFileSync(join(folder, file), "utf8"))) ?? {};
  return {
    name: basename(file, ".json"),
    about: textOf(content["about"]) ?? "",
    webhook: objectOf(content["webhook"]) ?? {},
    reading: content["reading"],
  };
});

function read(text: string): WebhookReading {
  return receive(signWebhook(secret, new TextEncoder().encode(text), receivedAt));
}

/** A reading as it stands in a fixture: without what is the same in all of them. */
function shown(reading: WebhookReading): Json | undefined {
  if (reading.kind !== "updates") return readJson(JSON.stringify(reading));
  const { kind, events, statuses, foreign } = reading;
  const bare = events.map(({ dedupeKey, occurredAt, body }) => ({ dedupeKey, occurredAt, body }));
  const counted = foreign === 0 ? {} : { foreign };
  return readJson(JSON.stringify({ kind, ...counted, events: bare, statuses }));
}

/** The JSON with `change` made to every object in it, inside out. */
function changeObjects(value: Json, change: (object: JsonObject) => JsonObject): Json {
  if (Array.isArray(value)) return value.map((item: Json) => changeObjects(item, change));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, changeObjects(item, change)]);
  return change(Object.fromEntries(entries));
}

/** Kinds that are kept, or named, as they came: a changed update is a changed value there. */
const isKeptWhole = ({ reading }: Fixture) =>
  /"kind":"(account|unparsed|foreign|ownership|preference)"|"ad":|"answer":|"price":/.test(
    JSON.stringify(reading),
  );

describe.each(fixtures)("$name: $about", ({ webhook, reading }) => {
  test("becomes the expected updates", () => {
    expect(reading).toBeDefined();
    expect(shown(read(metaJson(webhook)))).toEqual(reading ?? null);
  });

  test("is the same in other spellings of the same JSON", () => {
    expect(shown(read(JSON.stringify(webhook)))).toEqual(reading ?? null);
    expect(shown(read(JSON.stringify(webhook, null, 3)))).toEqual(reading ?? null);
  });

  test("keeps each update's own JSON, and the sender beside the lane's events", () => {
    const result = read(metaJson(webhook));
    for (const event of result.kind === "updates" ? result.events : []) {
      const { body, raw, sender } = event;
      expect(sender).toBe("sender" in body ? body.sender : undefined);
      if (raw !== undefined) expect(metaJson(webhook)).toContain(metaJson(readJson(raw) ?? null));
      else expect(body.kind).toBe("account");
    }
  });
});

describe.each(fixtures.filter((fixture) => !isKeptWhole(fixture)))(
  "$name",
  ({ webhook, reading }) => {
    test("is the same with fields that nobody knows", () => {
      const open = changeObjects(webhook, (object) => ({
        aa_new: { x: [1] },
        ...object,
        zz: null,
      }));
      expect(shown(read(metaJson(open)))).toEqual(reading ?? null);
    });

    test("is the same with time stamps as numbers", () => {
      const numbers = changeObjects(webhook, (object) =>
        typeof object["timestamp"] === "string"
          ? { ...object, timestamp: Number(object["timestamp"]) }
          : object,
      );
      expect(shown(read(metaJson(numbers)))).toEqual(reading ?? null);
    });
  },
);

test("there is one of everything that a webhook can become", () => {
  const bodies = fixtures.flatMap(({ reading }) =>
    listOf(objectOf(reading)?.["events"]).map((event) => objectOf(objectOf(event)?.["body"])),
  );
  const kinds = (objects: readonly (JsonObject | undefined)[]) =>
    [...new Set(objects.map((object) => textOf(object?.["kind"]) ?? ""))].toSorted();
  expect(kinds(bodies)).toEqual([
    "account",
    "called",
    "echo",
    "edited",
    "identity",
    "message",
    "overheard",
    "ownership",
    "preference",
    "revoked",
    "unparsed",
  ]);
  const messages = bodies.filter((body) => body?.["kind"] === "message");
  expect(kinds(messages.map((body) => objectOf(body?.["message"])))).toEqual(
    messageInSchema.options.map((option) => option.shape.kind.value).toSorted(),
  );
});

test("all of them in one POST are all of their updates, in order", () => {
  const ours = fixtures.filter(({ webhook }) => webhook["object"] !== "instagram");
  const readings = ours.map(({ reading }) => objectOf(reading) ?? {});
  const all = {
    ...ours[0]?.webhook,
    entry: ours.flatMap(({ webhook }) => listOf(webhook["entry"])),
  };
  expect(shown(read(metaJson(all)))).toEqual({
    kind: "updates",
    foreign: 3,
    events: readings.flatMap((reading) => listOf(reading["events"])),
    statuses: readings.flatMap((reading) => listOf(reading["statuses"])),
  });
});
