import { describe, expect, test } from "bun:test";
import type { ActivityAnswer } from "#core/engine/activities.ts";
import type { Json } from "#core/lib/json.ts";
import type { AiEvent } from "#core/model/ports/ai-provider.ts";
import type { Activity } from "#core/model/ports/store.ts";
import { AiWorld, type AiWorldOptions, activityOf, askOf, replyOf } from "./testing/ai-world.ts";
import { type Script, scriptedProvider } from "./testing/scripted-provider.ts";
import type { AiAction } from "./tools.ts";

const never = new AbortController().signal;
const stop: AiEvent = { kind: "done", reason: "stop" };
const wantsTools: AiEvent = { kind: "done", reason: "tools" };
const text = (words: string): AiEvent => ({ kind: "text", text: words });
const call = (name: string, args: Json, id = "c1"): AiEvent => ({
  kind: "tool",
  call: { id, name, args },
});

const input = { type: "object", properties: {} } as const;
const actions = new Map<string, AiAction>([
  ["shop.look", { name: "shop.look", about: "Looks.", input, isReadOnly: true }],
  ["shop.reserve", { name: "shop.reserve", about: "Reserves.", input }],
  ["shop.refund", { name: "shop.refund", about: "Gives money back.", input }],
]);

const toolRights = new Map<string, "everybody" | readonly string[]>([
  ["shop.reserve", "everybody"],
  ["shop.refund", ["owner"]],
]);

interface Asking {
  readonly script: Script;
  readonly tools: readonly string[];
  readonly settings?: NonNullable<AiWorldOptions["settings"]>;
  readonly outcome?: (signal: AbortSignal) => Promise<ActivityAnswer>;
  readonly attempts?: number;
  readonly effect?: string;
  readonly secrets?: readonly string[];
}

async function ask(asking: Asking) {
  const world = new AiWorld();
  const conversation = await world.hear("Ada teh?");
  const provider = scriptedProvider(world.clock, asking.script);
  const ran: Activity[] = [];
  const run = world.runner([provider], {
    settings: asking.settings ?? {},
    deps: {
      actions,
      secrets: asking.secrets ?? [],
      runAction: (activity, signal) => {
        ran.push(activity);
        const done = { kind: "done", value: { left: 3 } } as const;
        return asking.outcome?.(signal) ?? Promise.resolve(done);
      },
    },
  });
  const { effect = "run:7", attempts = 0 } = asking;
  const activity = activityOf(askOf({ tools: asking.tools }), conversation, effect, attempts);
  const outcome = await world.wait(run(activity, never), 1_000);
  return { outcome, provider, ran, world };
}

describe("a model that calls tools", () => {
  test("gets the result, as material, and answers with it", async () => {
    const { outcome, provider, ran } = await ask({
      script: [
        [call("shop__look", { what: "teh" }), wantsTools],
        [text("Ada tiga."), stop],
      ],
      tools: ["shop.look"],
    });
    expect(replyOf(outcome)).toMatchObject({ kind: "text", text: "Ada tiga." });
    expect(ran.map(({ request }) => request)).toEqual([
      { port: "action", name: "shop.look", input: { what: "teh" } },
    ]);
    const [said, result] = provider.requests[1]?.messages.slice(-2) ?? [];
    expect(said).toMatchObject({ role: "assistant", toolCalls: [{ name: "shop__look" }] });
    if (result?.role !== "tool") throw new Error("no result");
    expect(result.isError).toBe(false);
    expect(result.content).toMatch(
      /^\[material [0-9a-f]{12}: result of shop.look\]\n\{"left":3\}\n/,
    );
  });

  test("is told of what it may call, and of nothing else", async () => {
    const { provider } = await ask({
      script: [[text("ya"), stop]],
      tools: ["shop.look", "shop.reserve", "shop.refund", "shop.gone"],
      settings: { tools: toolRights },
    });
    expect(provider.requests[0]?.tools?.map(({ name }) => name)).toEqual([
      "shop__look",
      "shop__reserve",
    ]);
  });

  test("may do for a person of ours what their role may", async () => {
    const { provider } = await ask({
      script: [[text("ya"), stop]],
      tools: ["shop.refund"],
      settings: {
        tools: new Map([["shop.refund", ["owner"]]]),
        operators: [{ contact: "ID.1", role: "owner" }],
      },
    });
    expect(provider.requests[0]?.tools?.map(({ name }) => name)).toEqual(["shop__refund"]);
  });

  test("does nothing by calling what it was not given", async () => {
    const { outcome, provider, ran } = await ask({
      script: [
        [call("shop__refund", {}), call("shop.refund", {}, "c2"), wantsTools],
        [text("Tidak bisa."), stop],
      ],
      tools: ["shop.look", "shop.refund"],
    });
    expect(ran).toEqual([]);
    expect(replyOf(outcome).text).toBe("Tidak bisa.");
    const results = provider.requests[1]?.messages.filter(({ role }) => role === "tool");
    expect(results).toMatchObject([
      { isError: true, content: "there is no such tool" },
      { isError: true, content: "there is no such tool" },
    ]);
  });

  test("has to answer after five rounds, and eight calls are all that run", async () => {
    const { outcome, provider, ran } = await ask({
      script: [[call("shop__look", { n: 1 }), call("shop__look", { n: 2 }, "c2"), wantsTools]],
      tools: ["shop.look"],
    });
    expect(outcome).toMatchObject({ kind: "failed", code: "protocol" });
    expect(provider.requests).toHaveLength(6);
    expect(provider.requests.at(-1)).not.toHaveProperty("tools");
    expect(ran).toHaveLength(8);
  });

  test("learns from a failure nothing that it may not know", async () => {
    const message = "no stock for +62 812-3456-781, key sk-live-1234567890abcdef";
    const { provider } = await ask({
      script: [
        [call("shop__look", {}), wantsTools],
        [text("Maaf."), stop],
      ],
      tools: ["shop.look"],
      outcome: () => Promise.resolve({ kind: "failed", code: "busy", message, isFinal: true }),
      secrets: ["sk-live-1234567890abcdef"],
    });
    const told = JSON.stringify(provider.requests[1]?.messages.at(-1));
    expect(told).toContain("it was not done: busy: no stock for [phone number], key [secret]");
  });

  test("waits fifteen seconds for a call and goes on without it", async () => {
    const { outcome, provider, world } = await ask({
      script: [
        [call("shop__look", {}), wantsTools],
        [text("Nanti ya."), stop],
      ],
      tools: ["shop.look"],
      outcome: (signal) =>
        new Promise((resolve) => {
          const late = { kind: "unknown", message: "no result" } as const;
          signal.addEventListener("abort", () => resolve(late));
        }),
    });
    expect(replyOf(outcome).text).toBe("Nanti ya.");
    expect(provider.requests[1]?.messages.at(-1)).toMatchObject({ role: "tool", isError: true });
    expect(world.clock.pending).toBe(0);
  });

  test("sees no more than four thousand characters of a result", async () => {
    const { provider } = await ask({
      script: [
        [call("shop__look", {}), wantsTools],
        [text("ya"), stop],
      ],
      tools: ["shop.look"],
      outcome: () => Promise.resolve({ kind: "done", value: "x".repeat(50_000) }),
    });
    const result = provider.requests[1]?.messages.at(-1);
    expect(result?.role === "tool" && result.content.length).toBeLessThan(4_100);
  });

  test("keys a call by what it does, the same in a repeated question, twice if meant twice", async () => {
    const script = [
      [call("shop__reserve", { n: 1 }), call("shop__reserve", { n: 1 }, "c2"), wantsTools],
      [text("ya"), stop],
    ];
    const settings = { tools: new Map([["shop.reserve", "everybody" as const]]) };
    const tools = ["shop.reserve"];
    const first = await ask({ script, settings, tools });
    const second = await ask({ script, settings, tools, attempts: 1, effect: "run:7~2" });
    const keys = first.ran.map(({ effect }) => effect);
    expect(new Set(keys).size).toBe(2);
    expect(second.ran.map(({ effect }) => effect)).toEqual(keys);
    expect(second.ran.map(({ attempts }) => attempts)).toEqual([1, 1]);
  });

  test("that fails after it did something is final: nothing is done again, nobody else is asked", async () => {
    const world = new AiWorld();
    const conversation = await world.hear("Pesan");
    const error = { kind: "server", message: "down" } as const;
    const fails: AiEvent = { kind: "done", reason: "error", error };
    const first = scriptedProvider(
      world.clock,
      [[call("shop__reserve", {}), wantsTools], [fails]],
      { name: "a" },
    );
    const second = scriptedProvider(world.clock, [[text("ya"), stop]], { name: "b" });
    const run = world.runner([first, second], {
      settings: { tools: new Map([["shop.reserve", "everybody"]]) },
      deps: { actions },
    });
    const activity = activityOf(askOf({ tools: ["shop.reserve"] }), conversation);
    const outcome = await world.wait(run(activity, never), 1_000);
    expect(outcome).toMatchObject({ kind: "failed", code: "server", isFinal: true });
    expect(second.requests).toEqual([]);
  });
});
