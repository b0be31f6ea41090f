import { describe, expect, test } from "bun:test";
import { VirtualClock } from "sapa/plugin/testing";
import type { AiProvider } from "#core/model/ports/ai-provider.ts";
import { checkProviders, renderProviders } from "./check-providers.ts";

const base = {
  model: "m1",
  capabilities: {
    streaming: true,
    tools: false,
    jsonSchema: "none",
    systemPrompt: true,
    history: "host",
    images: false,
    usage: false,
    cost: "metered",
    dataLeavesHost: true,
    actsAsUser: false,
  },
  async *stream() {
    yield { kind: "done", reason: "stop" } as const;
  },
} satisfies Omit<AiProvider, "name" | "probe">;

async function check(probes: Readonly<Record<string, AiProvider["probe"]>>) {
  const clock = new VirtualClock(0);
  const providers = new Map(
    Object.entries(probes).map(([name, probe]) => [name, { ...base, name, probe }]),
  );
  const missing = new Map([["lost", "its settings do not fit; not set: KEY"]]);
  const checking = checkProviders({ providers, missing }, clock);
  await clock.advance(60_000);
  return { reports: await checking, pending: clock.pending };
}

describe("a check of providers", () => {
  test("says of each whether it works, and what to do", async () => {
    const { reports, pending } = await check({
      works: () => Promise.resolve(undefined),
      fails: () => Promise.resolve("model x is not there: ollama pull x"),
      throws: () => Promise.reject(new Error("broken")),
      hangs: () => new Promise(() => undefined),
    });
    expect(pending).toBe(0);
    expect(reports.map(({ name, problem }) => [name, problem])).toEqual([
      ["fails", "model x is not there: ollama pull x"],
      ["hangs", "it does not answer within 20 s"],
      ["lost", "its settings do not fit; not set: KEY"],
      ["throws", "broken"],
      ["works", undefined],
    ]);
    expect(renderProviders(reports)).toEqual([
      "✗ fails   m1, text leaves this machine, its price is not known\n    model x is not there: ollama pull x",
      "✗ hangs   m1, text leaves this machine, its price is not known\n    it does not answer within 20 s",
      "✗ lost    its settings do not fit; not set: KEY",
      "✗ throws  m1, text leaves this machine, its price is not known\n    broken",
      "✓ works   m1, text leaves this machine, its price is not known",
    ]);
  });
});
