import { describe, expect, test } from "bun:test";
import { createQuietLog, SeededRandom, VirtualClock } from "sapa/plugin/testing";
import { z } from "zod";
import { definePlugin } from "#core/plugin/define-plugin.ts";
import { openMemoryDatabase } from "#core/store/open-memory-database.ts";
import { openMemoryStore } from "./flow-test/simulated-bot.ts";
import { openProviders, prepareProviders } from "./open-providers.ts";

const plugin = definePlugin({
  kind: "provider",
  name: "ai-test",
  apiVersion: 1,
  config: z.strictObject({ key: z.string(), model: z.string() }),
  create: (_context, name, { model }) => ({
    name,
    model,
    capabilities: {
      streaming: true,
      tools: false,
      jsonSchema: "none",
      systemPrompt: true,
      history: "host",
      images: false,
      usage: false,
      cost: "free",
      dataLeavesHost: true,
      actsAsUser: false,
    },
    async *stream() {
      yield { kind: "done", reason: "stop" } as const;
    },
    probe: () => Promise.resolve(undefined),
  }),
});
const settings = { key: { env: "TEST_KEY" }, model: "m1" };
const sources = (variables: Record<string, string>) => ({ variables, readFile: () => undefined });

function open(variables: Record<string, string>) {
  const clock = new VirtualClock(0);
  const random = new SeededRandom(1);
  const log = createQuietLog();
  const { records } = openMemoryStore(openMemoryDatabase(), { clock, random, log });
  const net = { request: () => Promise.resolve({ kind: "unsent", reason: "none" } as const) };
  const ready = prepareProviders([{ name: "cepat", plugin, settings }], sources(variables));
  return { ready, log, opened: openProviders(ready, { records, clock, random, net, log }) };
}

describe("providers", () => {
  test("get their settings with what the machine knows, and what is secret is known", () => {
    const { ready, opened } = open({ TEST_KEY: "sk-1" });
    expect(ready[0]?.secrets).toEqual(["sk-1"]);
    expect(opened.providers.get("cepat")?.model).toBe("m1");
    expect(opened.missing.size).toBe(0);
    opened.stop();
  });

  test("whose settings do not fit are missing, and said to be, by the name that is not set", () => {
    const { opened, log } = open({});
    expect(opened.providers.size).toBe(0);
    expect(opened.missing.get("cepat")).toBe(
      "its settings do not fit; not set: TEST_KEY (providers.cepat.key)",
    );
    expect(log.lines.some(({ event }) => event === "provider.not-ready")).toBe(true);
    opened.stop();
  });
});
