import {
  afterAll,
  afterEach,
  beforeAll,
  describe,
  expect,
  setDefaultTimeout,
  test,
} from "bun:test";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { errorText } from "#core/lib/bot-error.ts";
import { hmacHex } from "#core/lib/digest.ts";
import { toMillis } from "#core/lib/millis.ts";
import type { GuardedReply } from "#core/model/ports/guarded-net.ts";
import { createQuietLog } from "#core/plugin/testing/quiet-log.ts";
import type { BotFile } from "./bot-folder.ts";
import { loadBot } from "./load-bot.ts";
import { prepareProviders } from "./open-providers.ts";
import { prepareAccounts, settingSources } from "./prepare-accounts.ts";
import { realClock } from "./real-clock.ts";
import { realNet } from "./real-net.ts";
import { createRealRandom } from "./real-random.ts";
import { type Wired, wireBot } from "./wire.ts";

/** The machine may be busy with other tests. */
setDefaultTimeout(30_000);

const botYaml = {
  file: "bot.yaml",
  text: `bot: kopi
format: 1
consent: { tell: elsewhere }
name: Kopi
human: { queue: kasir }
channels:
  whatsapp:
    plugin: channel-whatsapp-cloud
    phone_number_id: { env: A }
    token: { env: B }
    app_secrets: { env: C }
    verify_token: { env: D }
`,
};
const flow = (id: string, triggers: string, steps: string): BotFile => ({
  file: `${id}.flow.yaml`,
  text: `flow: ${id}\nformat: 1\ntriggers: [${triggers}]\n${steps}`,
});
const echo = flow("echo", "{ fallback: {} }", 'steps:\n  - say: "> {{ message.text }}"\n');
const order = (thanks: string) =>
  flow(
    "order",
    "{ message: pesan }",
    `slots: { cups: { type: integer } }\nsteps:\n  - ask: Berapa?\n    id: cups\n    into: cups\n  - say: "${thanks}"\n`,
  );

let folder = "";
let wired: Wired | undefined;
let ids = 0;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sapa-wire-"));
});
afterEach(async () => {
  await wired?.drain();
  await wired?.close();
  wired = undefined;
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The bot with these flows at work, on its simulator. */
async function open(dataFolder: string, flows: readonly BotFile[], more = ""): Promise<Wired> {
  const yaml = { ...botYaml, text: botYaml.text + more };
  const { bot, findings } = await loadBot({ folder: "/nowhere", bot: yaml, flows, tests: [] });
  if (bot === undefined) throw new Error(JSON.stringify(findings));
  const opened = await wireBot({
    bot,
    accounts: prepareAccounts(bot.accounts, "always", settingSources("/nowhere", {})).ready,
    actions: bot.actions,
    providers: prepareProviders(bot.providers, settingSources("/nowhere", {})),
    variables: {},
    dataFolder: join(folder, dataFolder),
    secretKey: undefined,
    keepsDiskFree: false,
    clock: realClock,
    random: createRealRandom(),
    net: realNet,
    web: { request: (asked) => answerShop(asked.url) },
    log: createQuietLog(),
    wrapChannel: (channel, simulator) => ({
      ...channel,
      receive(request) {
        const reading = channel.receive(request);
        simulator?.overhear?.(sari, "any");
        return reading;
      },
    }),
  });
  await opened.start();
  wired = opened;
  return opened;
}

/** Where the bot's own actions go: nothing leaves the machine. */
function answerShop(url: string): Promise<GuardedReply> {
  const body = JSON.stringify({ from: new URL(url).host });
  return Promise.resolve({ kind: "answer", status: 200, headers: {}, body });
}

const sari = { name: "Sari", phone: "6281200000001" };
const simulatorOf = ({ simulators }: Wired) => {
  const [simulator] = simulators.values();
  if (simulator === undefined) throw new Error("no simulator");
  return simulator;
};

/** What Meta posts for a text. `number` is the account's own unless it is another's. */
function webhook(text: string, number = "200000000000002"): string {
  ids += 1;
  const message = {
    from: sari.phone,
    id: `wamid.${ids}`,
    timestamp: String(Math.floor(Date.now() / 1_000)),
    type: "text",
    text: { body: text },
  };
  const metadata = { display_phone_number: "1", phone_number_id: number };
  const contacts = [{ profile: { name: sari.name }, wa_id: sari.phone }];
  const value = { messaging_product: "whatsapp", metadata, contacts, messages: [message] };
  const changes = [{ field: "messages", value }];
  return JSON.stringify({ object: "whatsapp_business_account", entry: [{ id: "1", changes }] });
}

async function post(bot: Wired, body: string, signature?: string): Promise<number> {
  const secret = simulatorOf(bot).settings["app_secrets"] ?? "";
  const headers = { "x-hub-signature-256": signature ?? `sha256=${hmacHex(secret, body)}` };
  const url = "http://bot/webhooks/whatsapp";
  const response = await bot.http.fetch(new Request(url, { method: "POST", headers, body }));
  return response.status;
}

/** The texts on the phone once there are `count`. */
async function shown(bot: Wired, count: number): Promise<readonly string[]> {
  const startedAt = performance.now();
  while (simulatorOf(bot).shown().length < count) {
    if (performance.now() - startedAt > 4_000) break;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return simulatorOf(bot)
    .shown()
    .map(({ text }) => text);
}

describe("a bot that is put together", () => {
  test("answers what is signed, and refuses what is not without keeping it", async () => {
    const bot = await open("signed", [echo]);
    const good = webhook("halo");
    expect(await post(bot, good, "")).toBe(401);
    expect(await post(bot, good, `sha256=${"0".repeat(64)}`)).toBe(401);
    expect(
      await post(
        bot,
        good.replace("halo", "hola"),
        `sha256=${hmacHex("simulator-app-secret", good)}`,
      ),
    ).toBe(401);
    expect(await bot.records.events({ limit: 10 })).toEqual([]);
    expect(await post(bot, good)).toBe(200);
    expect(await shown(bot, 1)).toEqual(["> halo"]);
  });

  test("lets its actions out by the guarded way that it was given, and by no other", async () => {
    const ask = flow(
      "ask",
      "{ message: ask }",
      'steps:\n  - run: http.get\n    with: { url: "https://shop.example/" }\n    into: got\n  - say: "{{ got.from }}"\n',
    );
    const actions = "actions: { http: { plugin: action-http, hosts: [shop.example] } }\n";
    const bot = await open("actions", [ask], actions);
    expect(await post(bot, webhook("ask"))).toBe(200);
    expect(await shown(bot, 1)).toEqual(["shop.example"]);
  });

  test("takes every text that a person can write", async () => {
    const bot = await open("texts", [echo]);
    const texts = ["a\u0000b", "👩‍👩‍👧‍👦🙏", "x".repeat(4_000), "__proto__", "{{ 1 + 1 }}", "‮rtl"];
    for (const [index, text] of texts.entries()) {
      expect(await post(bot, webhook(text))).toBe(200);
      const answer = (await shown(bot, index + 1)).at(-1);
      // What would be markup on WhatsApp is broken up by an invisible sign.
      expect(answer?.replaceAll("\u2060", "")).toBe(`> ${text}`);
    }
    expect({}).not.toHaveProperty("polluted");
  });

  test("is not harmed by a body that is deep, not JSON, or for somebody else", async () => {
    const bot = await open("hostile", [echo]);
    const deep = `${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}`;
    const polluted = webhook("halo").replace("{", '{"__proto__":{"polluted":1},');
    for (const body of [deep, "[".repeat(100_000), "not json", "", "null", "[]"]) {
      expect([200, 400]).toContain(await post(bot, body));
    }
    expect(await post(bot, webhook("halo", "999"))).toBe(200);
    expect(await bot.records.events({ limit: 10, kind: "message" })).toEqual([]);
    expect(await post(bot, polluted)).toBe(200);
    expect(await shown(bot, 1)).toEqual(["> halo"]);
    expect({}).not.toHaveProperty("polluted");
  });

  test("answers the handshake, and only with the right word", async () => {
    const bot = await open("handshake", [echo]);
    const ask = async (word: string) => {
      const query = `hub.mode=subscribe&hub.challenge=42&hub.verify_token=${word}`;
      const response = await bot.http.fetch(new Request(`http://bot/webhooks/whatsapp?${query}`));
      return [response.status, await response.text()];
    };
    expect(await ask("simulator")).toEqual([200, "42"]);
    expect((await ask("wrong"))[0]).toBe(403);
  });

  test("finishes a conversation on the flow it began with, after a restart with another", async () => {
    const before = await open("revisions", [order("Terima kasih!"), echo]);
    await simulatorOf(before).act(sari, { kind: "text", text: "pesan" });
    expect(await shown(before, 1)).toEqual(["Berapa?"]);
    await before.drain();
    await before.close();
    wired = undefined;

    const after = await open("revisions", [order("Makasih ya!"), echo]);
    await simulatorOf(after).act(sari, { kind: "text", text: "3" });
    expect(await shown(after, 1)).toEqual(["Terima kasih!"]);
    await simulatorOf(after).act(sari, { kind: "text", text: "pesan" });
    await shown(after, 2);
    await simulatorOf(after).act(sari, { kind: "text", text: "3" });
    expect((await shown(after, 3)).at(-1)).toBe("Makasih ya!");
  });

  test("has its providers answer what flows ask, inside the scope alone", async () => {
    const ai = flow(
      "tanya",
      "{ fallback: {} }",
      'steps:\n  - ai: "{{ message.text }}"\n    id: jawab\n    say: true\n    refuse: Maaf, hanya soal kopi.\n',
    );
    const yaml = `providers:
  latihan:
    plugin: ai-scripted
    rules:
      - { contains: teh, reply: "Ada teh Garut." }
      - { contains: presiden, fault: outside }
ai: { default: [latihan], scope: coffee and tea }
`;
    const bot = await open("ai", [ai], yaml);
    expect(await post(bot, webhook("Ada teh?"))).toBe(200);
    expect(await shown(bot, 1)).toEqual(["Ada teh Garut."]);
    expect(await post(bot, webhook("Siapa presiden?"))).toBe(200);
    expect((await shown(bot, 2)).at(-1)).toBe("Maaf, hanya soal kopi.");
    const [spent] = await bot.records.aiSpend({
      by: "flow",
      from: toMillis(0),
      until: toMillis(Number.MAX_SAFE_INTEGER),
      limit: 9,
    });
    expect(spent).toMatchObject({ key: "tanya", calls: 2, costMicroUsd: 0 });
  });

  test("is ready while it works, and not any more once it drains", async () => {
    const bot = await open("ready", [echo]);
    const ready = async () => (await bot.http.fetch(new Request("http://bot/readyz"))).status;
    expect(await ready()).toBe(200);
    expect(await bot.drain()).toBe(true);
    expect(await ready()).toBe(503);
    expect(await post(bot, webhook("halo"))).toBe(503);
  });

  test("keeps its data to itself, and to one process", async () => {
    await open("locked", [echo]);
    for (const name of ["secret.key", "sapa.db"]) {
      expect(statSync(join(folder, "locked", name)).mode & 0o077).toBe(0);
    }
    const first = wired;
    const second = await open("locked", [echo]).then(() => "opened", errorText);
    expect(second).toMatch(/^STORE_LOCKED: .* has this database open/);
    wired = first;
  });
});
