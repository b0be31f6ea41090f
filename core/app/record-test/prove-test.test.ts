import { afterAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readBotFolder } from "#core/app/bot-folder.ts";
import { createMocks } from "#core/app/flow-test/create-mocks.ts";
import {
  createSimulatedEngine,
  createSimulator,
  openMemoryStore,
  toSimulatedBot,
} from "#core/app/flow-test/simulated-bot.ts";
import { loadBot } from "#core/app/load-bot.ts";
import { hourMs, minuteMs, secondMs, toMillis } from "#core/lib/millis.ts";
import type { Records } from "#core/model/ports/records.ts";
import type { NetworkAct } from "#core/model/ports/simulator.ts";
import { createQuietLog } from "#core/plugin/testing/quiet-log.ts";
import { SeededRandom } from "#core/plugin/testing/seeded-random.ts";
import { VirtualClock } from "#core/plugin/testing/virtual-clock.ts";
import { createMemoryFiles } from "#core/store/memory-files.ts";
import { openMemoryDatabase } from "#core/store/open-memory-database.ts";
import { findConversation } from "./find-conversation.ts";
import { makeTest } from "./make-test.ts";
import { proveTest } from "./prove-test.ts";

/** The machine may be busy with other tests. */
setDefaultTimeout(60_000);

const folder = mkdtempSync(join(tmpdir(), "sapa-record-"));
afterAll(() => rmSync(folder, { recursive: true }));

const botYaml = `bot: shop
format: 1
name: Shop
locales: [en, id]
time_zone: Asia/Jakarta
human: { queue: desk }
actions: { http: { plugin: action-http, hosts: [shop.example] } }
channels:
  whatsapp:
    plugin: channel-whatsapp-cloud
    phone_number_id: { env: NUMBER }
    token: { env: TOKEN }
    app_secrets: { env: SECRET }
    verify_token: { env: WORD }
providers: { cepat: { plugin: ai-ollama, model: kopi } }
ai: { default: [cepat] }
`;
const order = `flow: order
format: 1
triggers: [{ message: "order*" }]
slots:
  phone: { type: phone }
  mail: { type: email }
steps:
  - say: "Hi {{ contact.name }}!"
  - ask: Your number?
    id: phone
    into: phone
  - ask: "{{ slots.phone }}. And your mail?"
    id: mail
    into: mail
  - run: http.post
    with: { url: "https://shop.example/orders", body: { mail: "{{ slots.mail }}" } }
    into: receipt
  - say: "Thank you {{ slots.mail }}, your number is {{ receipt.body.number }}."
  - wait: { for: 2h }
    id: pause
  - say: All good?
`;

/** Asks an AI, and tells the flow below of it. */
const advice = `flow: order
format: 1
triggers: [{ message: "advice*" }]
slots: { cups: { type: integer } }
steps:
  - emit: asked
  - ai: { prompt: "{{ message.text }}", scope: coffee }
    id: advice
    say: true
    catch: [{ say: Not today. }]
  - ai: { prompt: How many?, scope: coffee, schema: { cups: { type: integer } } }
    id: data
    into: data
    catch: [end]
  - say: "{{ data.cups }} cups"
`;
const heard = `flow: heard
format: 1
triggers: [{ event: asked }]
steps:
  - say: Somebody asks.
`;

async function load(flow: string, others: Readonly<Record<string, string>> = {}) {
  for (const [name, text] of Object.entries(others)) writeFileSync(join(folder, name), text);
  writeFileSync(join(folder, "bot.yaml"), botYaml);
  writeFileSync(join(folder, "order.flow.yaml"), flow);
  const files = readBotFolder(folder);
  const { bot, findings } = await loadBot(files);
  if (bot === undefined) throw new Error(JSON.stringify(findings));
  return { files, bot: await toSimulatedBot(bot, {}) };
}

/** A real conversation with the bot; what is kept of it. */
async function talk(acts: readonly (NetworkAct | number)[], flow = order): Promise<Records> {
  const { bot } = await load(flow, { "heard.flow.yaml": heard });
  const clock = new VirtualClock(Date.UTC(2026, 0, 5, 3));
  const ports = { clock, random: new SeededRandom(1), log: createQuietLog() };
  const { store, records } = openMemoryStore(openMemoryDatabase(), ports);
  const simulator = createSimulator(bot, {
    ...ports,
    deliver: async (request) => (await engine.receive(channel.account, request)).status,
  });
  const value = { status: 200, headers: {}, body: { number: "ORD-20260105-0000000001-ABCDEF" } };
  const at = { file: "x", line: 1, column: 1, endLine: 1, endColumn: 2 };
  const answers = [{ kind: "returns", value, delayMs: 0 }] as const;
  const told = [
    { kind: "returns", value: "Take tubruk, Rina.", delayMs: 0 },
    { kind: "returns", value: { cups: 3 }, delayMs: 0 },
  ] as const;
  const mocks = createMocks([
    { name: "http.post", at, answers, isEndless: true },
    { name: "cepat", at, answers: told, isEndless: false },
  ]);
  const { engine, channel } = createSimulatedEngine(bot, {
    ...ports,
    store,
    records,
    files: createMemoryFiles(1_000),
    net: simulator.net,
    simulator,
    runAction: mocks.live(bot.actions, clock),
    wrapAi: (run) => mocks.liveAi({ defaults: ["cepat"], scripted: [], run }, clock),
  });
  const starting = engine.start();
  await clock.advance(1);
  await starting;
  const person = { name: "Rina Dewi", userId: "ID.9", phone: "6281399887766" };
  for (const act of acts) {
    if (typeof act === "number") await clock.advance(act);
    else {
      const acting = simulator.act(person, act);
      await clock.advance(20 * secondMs);
      await acting;
    }
  }
  return records;
}

const text = (words: string) => ({ kind: "text", text: words }) as const;
const conversation = [
  text("order please"),
  text("0813-9988-7766"),
  text("rina.dewi@mail.example"),
  2 * hourMs + minuteMs,
];

async function record(records: Records, flow: string) {
  const { files, bot } = await load(flow);
  const recorded = makeTest(await findConversation(records, undefined, undefined), {
    timeZone: "Asia/Jakarta",
    defaultLocale: "en",
    ownTexts: files.flows.map((file) => file.text),
    anyFlow: "order",
  });
  const options = { bot, folder, nowMs: () => 0 };
  return await proveTest(recorded, "order.recorded.test.yaml", options);
}

test("a conversation becomes a test of made-up people that passes", async () => {
  const { text: written, isGreen, lines } = await record(await talk(conversation), order);
  expect(lines.map((line) => line.text)).toContain("  ✓ recorded on 2026-01-05");
  expect(isGreen).toBe(true);
  expect(
    written,
  ).toBe(`# Recorded, and masked as far as a machine can tell: read it before you show it to anybody.

flow: order
tests:
  - name: recorded on 2026-01-05
    contact:
      new: true
    now: 2026-01-05 10:00
    mocks:
      http.post:
        - returns:
            status: 200
            headers: {}
            body:
              number: id-1
    steps:
      - user: order please
      - bot: |-
          Hi Sari!

          Shop is an automated assistant: a machine answers here.
          Your messages are kept on our server for up to 180 days. To answer, an AI outside our server may read them: ollama.
          Write HUMAN for a person, MY DATA or DELETE MY DATA to see or erase what we keep, STOP for no more messages.
      - bot: Your number?
      - user: 0813-0000-0001
      - bot: +6281300000001. And your mail?
      - user: orang1@contoh.example
      - bot: Thank you orang1@contoh.example, your number is id-1.
      - after: 2h
      - bot: All good?
`);
});

test("what AIs answered stands in for them, and an event that was sent is sent again", async () => {
  const records = await talk([text("advice please")], advice);
  const { text: written, isGreen, lines } = await record(records, advice);
  expect(lines.map((line) => line.text).join("\n")).toContain("  ✓ recorded on 2026-01-05");
  expect(isGreen).toBe(true);
  expect(written).toContain(`    mocks:
      cepat:
        - returns: Take tubruk, Sari.
        - returns:
            cups: 3
    steps:
      - user: advice please
`);
  expect(written).not.toContain("event:");
});

test("where the flows do otherwise today is told, and the test is made all the same", async () => {
  const changed = order.replace("All good?", "Everything fine?");
  const { text: written, isGreen, lines } = await record(await talk(conversation), changed);
  expect(isGreen).toBe(false);
  expect(written).toContain("- bot: All good?");
  const told = lines.map((line) => line.text).join("\n");
  expect(told).toContain("-  bot │ All good?\n    +  bot │ Everything fine?");
});

test("only what is younger is taken where that is asked for", async () => {
  const records = await talk(conversation);
  const sinceAt = toMillis(Date.UTC(2026, 0, 5, 4));
  const { events, sends } = await findConversation(records, undefined, sinceAt);
  expect(events.map(({ body }) => body.kind)).toEqual(["timer"]);
  expect(sends).toHaveLength(1);
});

test("nobody's conversation is told in words", async () => {
  const records = await talk([]);
  const finding = findConversation(records, "nobody", undefined);
  expect(await finding.catch((error: unknown) => String(error))).toContain(
    "there is no conversation with contact nobody",
  );
});
