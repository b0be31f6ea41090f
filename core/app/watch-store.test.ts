import { afterAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { minuteMs, secondMs } from "#core/lib/millis.ts";
import { createQuietLog } from "#core/plugin/testing/quiet-log.ts";
import { SeededRandom } from "#core/plugin/testing/seeded-random.ts";
import { VirtualClock } from "#core/plugin/testing/virtual-clock.ts";
import { createMemoryFiles } from "#core/store/memory-files.ts";
import { openMemoryDatabase } from "#core/store/open-memory-database.ts";
import { readBotFolder } from "./bot-folder.ts";
import {
  createSimulatedEngine,
  createSimulator,
  openMemoryStore,
  toSimulatedBot,
} from "./flow-test/simulated-bot.ts";
import { teaBot } from "./flow-test/testing/tea-house.ts";
import { loadBot } from "./load-bot.ts";
import { renderAside } from "./render-traffic.ts";
import { watchStore } from "./watch-store.ts";

/** The machine may be busy with other tests. */
setDefaultTimeout(60_000);

const folder = mkdtempSync(join(tmpdir(), "sapa-watch-"));
afterAll(() => rmSync(folder, { recursive: true }));

const flows = {
  failing: `triggers: [{ message: fail }]
slots: { words: { type: list<text>, keep: contact, default: [] } }
steps: [{ say: "{{ slots.words[3] }}" }]
`,
  telling: "triggers: [{ message: tell }]\nsteps: [{ emit: told, with: { n: 1 } }]\n",
  told: "triggers: [{ event: told }]\nsteps:\n  - handoff: Come\n    id: desk\n",
  offers: "purpose: offers\ntriggers: [{ message: offer }]\nsteps: [{ say: Buy! }]\n",
};

/** What is told at the terminal while Sari writes these words. */
async function watch(words: readonly string[]): Promise<readonly string[]> {
  const bot = `${teaBot}purposes:
  service: { basis: notice, keeps: 180d }
  offers: { basis: ask, keeps: 30d, about: { en: offers, id: promo } }
`;
  writeFileSync(join(folder, "bot.yaml"), bot);
  for (const [name, body] of Object.entries(flows)) {
    writeFileSync(join(folder, `${name}.flow.yaml`), `flow: ${name}\nformat: 1\n${body}`);
  }
  const loaded = await loadBot(readBotFolder(folder));
  if (loaded.bot === undefined) throw new Error(JSON.stringify(loaded.findings));
  const simulated = await toSimulatedBot(loaded.bot, {});
  const clock = new VirtualClock(Date.UTC(2026, 0, 5, 3));
  const ports = { clock, random: new SeededRandom(1), log: createQuietLog() };
  const { store, records } = openMemoryStore(openMemoryDatabase(), ports);
  const told: string[] = [];
  const simulator = createSimulator(simulated, {
    ...ports,
    deliver: async (request) => (await engine.receive(channel.account, request)).status,
  });
  const { engine, channel } = createSimulatedEngine(simulated, {
    ...ports,
    store: watchStore(store, (aside) => told.push(renderAside(aside, clock.now(), "Asia/Jakarta"))),
    records,
    files: createMemoryFiles(1_000),
    net: simulator.net,
    simulator,
  });
  const starting = engine.start();
  await clock.advance(1);
  await starting;
  for (const text of words) {
    const acting = simulator.act({ name: "Sari", userId: "ID.1" }, { kind: "text", text });
    await clock.advance(minuteMs + secondMs);
    await acting;
  }
  return told.map((line) => line.replace(/^\d\d:\d\d:\d\d {2}· /, ""));
}

test("why a run failed is told, with its place", async () => {
  const [line = ""] = await watch(["fail"]);
  expect(line).toStartWith("Sari  the run failed: code FLOW_EXPRESSION_FAILED, message ");
  expect(line).toEndWith("failing.flow.yaml:5:20");
});

test("events, handoffs and why the bot is silent are told, a line each", async () => {
  const told = await watch(["tell", "hello?", "stop", "hello?"]);
  expect(told).toContain("Sari  event told n 1");
  expect(told.join("\n")).toContain("Sari  a person has the conversation: reason flow, flow told");
  expect(told.join("\n")).toMatch(/Sari {2}the bot is silent: reason \S+/);
});

test("a flow that needs a yes says why it does not begin", async () => {
  expect((await watch(["offer"])).join("\n")).toMatch(
    /Sari {2}the flow may not begin: (flow offers, )?reason \S+/,
  );
});
