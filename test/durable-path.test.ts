import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { z } from "zod";
import type { BotFolder } from "#core/app/bot-folder.ts";
import { realGuardedNet } from "#core/app/guarded-net.ts";
import { loadBot } from "#core/app/load-bot.ts";
import { realClock } from "#core/app/real-clock.ts";
import { createRealRandom } from "#core/app/real-random.ts";
import { type Serving, serve } from "#core/app/serve.ts";
import { type Wired, wireBot } from "#core/app/wire.ts";
import type { Program } from "#core/flow/program.ts";
import type { EventState } from "#core/model/event.ts";
import { createQuietLog } from "#core/plugin/testing/quiet-log.ts";
import { SeededRandom } from "#core/plugin/testing/seeded-random.ts";
import { createFakeGraph } from "#plugins/channel-whatsapp-cloud/fake/create-fake-graph.ts";
import { signWebhook } from "#plugins/channel-whatsapp-cloud/fake/sign-webhook.ts";
import { fakeNumber } from "#plugins/channel-whatsapp-cloud/fake/webhook-body.ts";
import { waitUntil } from "./wait-until.ts";

const deadlineMs = 20_000;
const testMs = 60_000;

const folder: BotFolder = {
  folder: tmpdir(),
  bot: {
    file: "bot.yaml",
    text: `
bot: durable
format: 1
name: Durable
consent: { tell: elsewhere }
locales: [en]
human: { queue: desk }
channels:
  whatsapp:
    plugin: channel-whatsapp-cloud
    phone_number_id: { env: WHATSAPP_PHONE_NUMBER_ID }
    token: { env: WHATSAPP_ACCESS_TOKEN }
    app_secrets: { env: WHATSAPP_APP_SECRET }
    verify_token: { env: WHATSAPP_VERIFY_TOKEN }
limits:
  contact: 100000/min
  account: { sends: 100000/min, pair: { every: 1ms, burst: 1000 } }
`,
  },
  flows: [
    {
      file: "echo.flow.yaml",
      text: `
flow: echo
format: 1
triggers:
  - message: ["echo*"]
steps:
  - say: "Got {{ cut(message.text, 40) }}"
`,
    },
    {
      file: "broken.flow.yaml",
      text: `
flow: broken
format: 1
triggers:
  - message: [poison]
steps:
  - say: Nobody reads this.
`,
    },
  ],
  tests: [],
};

/** As if the interpreter had a bug that this one flow meets. */
function breakProgram(program: Program): Program {
  if (program.flow !== "broken") return program;
  return {
    ...program,
    get slots(): Program["slots"] {
      throw new Error("the interpreter has a bug");
    },
  };
}

const log = createQuietLog();
const fake = createFakeGraph({
  clock: realClock,
  random: new SeededRandom(1),
  // What the fake's people send goes nowhere: each test posts bytes of its own.
  deliver: () => Promise.resolve(200),
  pair: { everyMs: 1, burst: 10_000 },
  throughput: { everyMs: 0.1, burst: 10_000 },
  receipts: false,
});
let dataFolder = "";
let wired: Wired;
let serving: Serving;
let ids = 0;

beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), "durable-"));
  const { bot, findings } = await loadBot(folder);
  const [first] = bot?.accounts ?? [];
  if (bot === undefined || first === undefined) throw new Error(JSON.stringify(findings));
  wired = await wireBot({
    bot: { ...bot, programs: bot.programs.map(breakProgram) },
    accounts: [{ ...first, settings: fake.settings, isSimulated: false }],
    variables: {},
    dataFolder,
    secretKey: undefined,
    keepsDiskFree: false,
    clock: realClock,
    random: createRealRandom(),
    net: fake.net,
    web: realGuardedNet,
    log,
  });
  serving = serve(wired.http, { host: "127.0.0.1", port: 0 });
  await wired.start();
});

afterAll(async () => {
  await wired.drain();
  await serving.stop();
  await wired.close();
  await rm(dataFolder, { recursive: true, force: true });
});

interface Item {
  readonly phone: string;
  readonly id: string;
}

/** The JSON of one message; `fields` is more of it, as text, so that it may be anything. */
function messageJson(item: Item, text: string, fields = ""): string {
  const body = JSON.stringify({ body: text });
  const stamp = Math.floor(Date.now() / 1_000);
  return `{${fields}"from":"${item.phone}","id":"${item.id}","timestamp":"${stamp}","type":"text","text":${body}}`;
}

function webhookJson(
  messages: readonly string[],
  phoneNumberId = fakeNumber.phoneNumberId,
): string {
  return (
    '{"object":"whatsapp_business_account","entry":[{"id":"100000000000001","changes":[{' +
    '"field":"messages","value":{"messaging_product":"whatsapp","metadata":{' +
    `"display_phone_number":"6281100000001","phone_number_id":"${phoneNumberId}"},` +
    `"messages":[${messages.join(",")}]}}]}]}`
  );
}

/** A message of a person whose window is open for the fake: it has seen them write before. */
function newItem(): Item {
  ids += 1;
  const phone = `62815${String(10_000_000 + ids)}`;
  void fake.act({ name: phone, phone }, { kind: "text", text: "hello" });
  return { phone, id: `wamid.durable${ids}` };
}

async function post(body: string, headers?: Record<string, string>): Promise<number> {
  const bytes = new TextEncoder().encode(body);
  const signed = signWebhook(fake.settings["app_secrets"] ?? "", bytes, realClock.now());
  const response = await fetch(`${serving.url}/webhooks/whatsapp`, {
    method: "POST",
    headers: headers ?? signed.headers,
    body: bytes,
  });
  await response.arrayBuffer();
  return response.status;
}

/** Texts that a person has got. */
function gotBy({ phone }: Item): readonly string[] {
  return fake.shown().flatMap((shown) => (shown.person.phone === phone ? [shown.text] : []));
}

async function eventStates(items: readonly Item[]): Promise<readonly (EventState | undefined)[]> {
  const events = await wired.records.events({ kind: "message", limit: 100_000 });
  const states = new Map(
    events.flatMap(({ body, state }) =>
      body.kind === "message" ? [[body.message.id, state] as const] : [],
    ),
  );
  return items.map(({ id }) => states.get(id));
}

async function countUnparsed(): Promise<number> {
  return (await wired.store.stats()).unparsedEvents;
}

test(
  "the same POST ten times, at once and later, has one effect",
  async () => {
    const item = newItem();
    const body = webhookJson([messageJson(item, "echo once")]);
    const answers = await Promise.all(Array.from({ length: 9 }, () => post(body)));
    expect(answers).toEqual(Array.from({ length: 9 }, () => 200));
    expect(await waitUntil(() => gotBy(item).length > 0, deadlineMs)).toBe(true);
    expect(await post(body)).toBe(200);
    const after = newItem();
    await post(webhookJson([messageJson(after, "echo after")]));
    expect(await waitUntil(() => gotBy(after).length > 0, deadlineMs)).toBe(true);
    expect(gotBy(item)).toEqual(["Got echo once"]);
    const events = await wired.records.events({ kind: "message", limit: 100_000 });
    const same = events.filter(
      ({ body: it }) => it.kind === "message" && it.message.id === item.id,
    );
    expect(same.length).toBe(1);
  },
  testMs,
);

test(
  "of 1,000 updates in one POST with one that cannot be read 999 are handled, and one is kept",
  async () => {
    const before = await countUnparsed();
    const items = Array.from({ length: 999 }, newItem);
    const messages = items.map((item) => messageJson(item, `echo ${item.id}`));
    const unreadable = '{"from":12,"id":{"no":"text"},"timestamp":"soon","type":"text"}';
    const body = webhookJson([...messages.slice(0, 500), unreadable, ...messages.slice(500)]);
    expect(await post(body)).toBe(200);
    const isHandled = async () => (await eventStates(items)).every((state) => state === "done");
    expect(await waitUntil(isHandled, deadlineMs)).toBe(true);
    expect(await countUnparsed()).toBe(before + 1);
    const isAnswered = () => items.every((item) => gotBy(item).length === 1);
    expect(await waitUntil(isAnswered, deadlineMs)).toBe(true);
  },
  testMs,
);

test(
  "an event whose handling throws is parked after its tries, and its conversation goes on",
  async () => {
    const poisoned = newItem();
    const next = { ...newItem(), phone: poisoned.phone };
    await post(webhookJson([messageJson(poisoned, "poison")]));
    await post(webhookJson([messageJson(next, "echo next")]));
    const isParked = async () => (await eventStates([poisoned]))[0] === "dead";
    expect(await waitUntil(isParked, deadlineMs)).toBe(true);
    expect(await waitUntil(() => gotBy(next).includes("Got echo next"), deadlineMs)).toBe(true);
    const dead = await wired.records.events({ state: "dead", limit: 10 });
    expect(dead.map(({ attempts, reason }) => ({ attempts, reason }))).toEqual([
      { attempts: 2, reason: expect.stringContaining("the interpreter has a bug") },
    ]);
    expect(gotBy(poisoned)[0]).toStartWith("Something went wrong on our side");
  },
  testMs,
);

describe("what is refused leaves nothing behind", () => {
  const stored = async () => {
    const events = await wired.records.events({ limit: 100_000 });
    return events.length;
  };

  test.each([
    ["no signature", {}],
    ["another secret's signature", { "x-hub-signature-256": `sha256=${"0".repeat(64)}` }],
    ["a signature of the wrong form", { "x-hub-signature-256": "sha256=zz" }],
  ])("%s is 401", async (_, headers) => {
    const before = await stored();
    const item = newItem();
    expect(await post(webhookJson([messageJson(item, "echo no")]), headers)).toBe(401);
    expect(await stored()).toBe(before);
  });

  test("a body over the limit is 413, announced or not", async () => {
    const before = await stored();
    const huge = "x".repeat(5 * 1_024 * 1_024);
    expect(await post(webhookJson([messageJson(newItem(), huge)]))).toBe(413);
    const chunks = new ReadableStream({
      pull(controller) {
        controller.enqueue(new Uint8Array(65_536));
      },
    });
    const response = await fetch(`${serving.url}/webhooks/whatsapp`, {
      method: "POST",
      body: chunks,
    });
    expect(response.status).toBe(413);
    expect(await stored()).toBe(before);
  });

  test("a number that is not ours is 200, with one line in the log and nothing stored", async () => {
    const before = await stored();
    const lines = log.lines.length;
    expect(await post(webhookJson([messageJson(newItem(), "echo you")], "999999999999999"))).toBe(
      200,
    );
    expect(log.lines.slice(lines).map(({ event }) => event)).toEqual(["webhook.foreign"]);
    expect(await stored()).toBe(before);
  });
});

describe("what is odd hurts nobody", () => {
  test("JSON that is far too deep is kept as unparsed", async () => {
    const before = await countUnparsed();
    const deep = `${"[".repeat(50_000)}${"]".repeat(50_000)}`;
    const item = newItem();
    expect(await post(webhookJson([messageJson(item, "echo deep", `"deep":${deep},`)]))).toBe(200);
    expect(await countUnparsed()).toBe(before + 1);
    expect(gotBy(item)).toEqual([]);
  });

  test("bytes that are no JSON are kept as unparsed", async () => {
    const before = await countUnparsed();
    expect(await post("{ not json")).toBe(200);
    expect(await countUnparsed()).toBe(before + 1);
  });

  test.each([
    ["NUL bytes", "echo \u0000\u0000 nul", "Got echo \u0000\u0000 nul"],
    ["emoji", "echo 👩‍👩‍👧‍👦 🐙", "Got echo 👩‍👩‍👧‍👦 🐙"],
    ["right to left", "echo مرحبا", "Got echo مرحبا"],
  ])("%s come through as they are", async (_, text, answer) => {
    const item = newItem();
    expect(await post(webhookJson([messageJson(item, text)]))).toBe(200);
    expect(await waitUntil(() => gotBy(item).length > 0, deadlineMs)).toBe(true);
    expect(gotBy(item)).toEqual([answer]);
  });

  test("a text of 4,096 characters is kept whole and answered", async () => {
    const item = newItem();
    const text = `echo ${"a".repeat(4_091)}`;
    expect(await post(webhookJson([messageJson(item, text)]))).toBe(200);
    expect(await waitUntil(() => gotBy(item).length > 0, deadlineMs)).toBe(true);
    const events = await wired.records.events({ kind: "message", limit: 10 });
    const message = z.object({ message: z.object({ id: z.string(), text: z.string() }) });
    const texts = events.map(({ body }) => message.safeParse(body).data?.message);
    expect(texts.find((it) => it?.id === item.id)?.text).toBe(text);
  });

  test("a __proto__ key changes no object", async () => {
    const item = newItem();
    const fields = '"__proto__":{"isOurs":true},"constructor":{"prototype":{"isOurs":true}},';
    expect(await post(webhookJson([messageJson(item, "echo proto", fields)]))).toBe(200);
    expect(await waitUntil(() => gotBy(item).length > 0, deadlineMs)).toBe(true);
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect("isOurs" in {}).toBe(false);
  });
});

test(
  "while the store cannot be written the answer is 503, and the next try is taken in",
  async () => {
    const item = newItem();
    const body = webhookJson([messageJson(item, "echo locked")]);
    const other = new Sqlite(join(dataFolder, "sapa.db"));
    other.exec("BEGIN IMMEDIATE");
    expect(await post(body)).toBe(503);
    other.exec("ROLLBACK");
    other.close();
    expect(await post(body)).toBe(200);
    expect(await waitUntil(() => gotBy(item).length > 0, deadlineMs)).toBe(true);
    expect(gotBy(item)).toEqual(["Got echo locked"]);
  },
  testMs,
);

test("Meta's handshake is answered with its challenge, and only for the right word", async () => {
  const ask = async (token: string) => {
    const query = new URLSearchParams({
      "hub.mode": "subscribe",
      "hub.verify_token": token,
      "hub.challenge": "4711",
    });
    const response = await fetch(`${serving.url}/webhooks/whatsapp?${query.toString()}`);
    return { status: response.status, text: await response.text() };
  };
  expect(await ask(fake.settings["verify_token"] ?? "")).toEqual({ status: 200, text: "4711" });
  expect((await ask("guess")).status).toBe(403);
});
