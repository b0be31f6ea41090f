import { describe, expect, test } from "bun:test";
import type { ActivityAnswer } from "#core/engine/activities.ts";
import { createFileKeeper } from "#core/engine/media/file-keeper.ts";
import { BotError } from "#core/lib/bot-error.ts";
import { effectId } from "#core/lib/ids.ts";
import { minuteMs, secondMs } from "#core/lib/millis.ts";
import { oggOf } from "#core/lib/testing/ogg-file.ts";
import type { AiCapabilities, Transcriber } from "#core/model/ports/ai-provider.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import { heardSchema } from "#core/model/voice.ts";
import { AiWorld, type AiWorldOptions, activityOf, askOf } from "./testing/ai-world.ts";
import { scriptedProvider } from "./testing/scripted-provider.ts";

const never = new AbortController().signal;
const price = { minuteMicroUsd: 6_000, asOf: "2026-11-22" };
const metered = { cost: "metered", dataLeavesHost: true } as const;

interface Listening {
  readonly transcribe?: (
    ...asked: [...Parameters<Transcriber["transcribe"]>, Clock]
  ) => ReturnType<Transcriber["transcribe"]>;
  readonly bytes?: Uint8Array<ArrayBuffer> | "none";
  readonly capabilities?: Partial<AiCapabilities>;
  readonly price?: Transcriber["price"];
  readonly settings?: NonNullable<AiWorldOptions["settings"]>;
  readonly permit?: { readonly mayAsk: boolean; readonly mayLeaveHost: boolean };
  readonly signal?: AbortSignal;
}

/** Has one note written down; what came of it, and what the provider was given. */
async function listen(asked: Listening = {}) {
  const world = new AiWorld();
  const media = { kind: "audio", id: "f1", mime: "audio/ogg", voice: true } as const;
  const conversation = await world.hear({ kind: "media", id: "v1", media });
  const { records } = world.open;
  const [event] = await world.wait(records.events({ kind: "message", limit: 1 }));
  if (event === undefined) throw new Error("nothing was heard");
  const { bytes = oggOf(20) } = asked;
  if (bytes !== "none") {
    const keeper = createFileKeeper({ files: world.files, clock: world.clock, records });
    await world.wait(
      keeper.keep(bytes, "audio/ogg", { event: event.id, conversation, kind: "audio" }),
    );
  }
  const given: unknown[] = [];
  const { transcribe = () => Promise.resolve({ text: " dua kopi ", seconds: 20 }) } = asked;
  const transcriber: Transcriber = {
    model: "ears-1",
    ...(asked.price === undefined ? {} : { price: asked.price }),
    transcribe(voice, signal) {
      given.push({ ...voice, bytes: voice.bytes.byteLength });
      return transcribe(voice, signal, world.clock);
    },
  };
  const provider = scriptedProvider(world.clock, [], {
    name: "suara",
    transcriber,
    capabilities: asked.capabilities ?? {},
  });
  const { permit = { mayAsk: true, mayLeaveHost: true } } = asked;
  const lost: string[] = [];
  const run = world.runner([provider], {
    settings: {
      voice: { provider: "suara", longestMs: 3 * minuteMs, maxBytes: 500_000 },
      ...asked.settings,
    },
    deps: {
      permit: () => Promise.resolve(permit),
      onAuthLost: (_account, name) => lost.push(name),
    },
  });
  const activity = {
    ...activityOf(askOf(), conversation),
    effect: effectId(`${event.id}:voice`),
    request: { port: "voice", name: "shop", input: { event: event.id, language: "id" } },
  } as const;
  const outcome: ActivityAnswer = await world.wait(run(activity, asked.signal ?? never), 1_000);
  const usage = await world.wait(records.aiUsage({ limit: 10 }));
  const used = world.database.prepare("SELECT used FROM budget").all();
  return { outcome, given, usage, lost, used };
}

/** So much a day for everybody. */
function withBudget(microUsd: number): Pick<Listening, "settings"> {
  const account = [{ microUsd, period: "day" }] as const;
  return { settings: { budget: { contact: [], account, flows: {} } } };
}

const fails = (code: string) => () => Promise.reject(new BotError(code, `it is ${code}`));

describe("a voice note", () => {
  test("becomes words, with who heard them and for how much", async () => {
    const { outcome, given, usage } = await listen({ capabilities: metered, price });
    expect(outcome.kind === "done" && heardSchema.parse(outcome.value)).toEqual({
      text: "dua kopi",
      provider: "suara",
      model: "ears-1",
      seconds: 20,
      costMicroUsd: 2_000,
    });
    expect(given).toEqual([{ bytes: oggOf(20).length, mime: "audio/ogg", language: "id" }]);
    expect(usage).toMatchObject([
      { provider: "suara", model: "ears-1", costMicroUsd: 2_000, isTold: true, inputTokens: 0 },
    ]);
  });

  test.each([
    ["too_long", { bytes: oggOf(181) }],
    ["too_long", { bytes: oggOf(181, { claimed: 1 }) }],
    ["too_large", { bytes: oggOf(20, { size: 520_000 }) }],
    ["gone", { bytes: "none" }],
    ["not_allowed", { permit: { mayAsk: false, mayLeaveHost: true } }],
    [
      "not_allowed",
      { permit: { mayAsk: true, mayLeaveHost: false }, capabilities: { dataLeavesHost: true } },
    ],
    ["not_allowed", { settings: { isLocalOnly: true }, capabilities: { dataLeavesHost: true } }],
    ["not_allowed", { settings: { onlyFor: new Map([["suara", ["owner"]]]) } }],
    ["disabled", { settings: { voice: undefined } }],
    [
      "disabled",
      { settings: { voice: { provider: "lain", longestMs: minuteMs, maxBytes: 500_000 } } },
    ],
  ] as const)("goes to nobody: %s (%#)", async (code, asked) => {
    const { outcome, given, usage } = await listen(asked);
    expect(outcome).toMatchObject({ kind: "failed", code, isFinal: true });
    expect(given).toEqual([]);
    expect(usage).toEqual([]);
  });

  test("stays here with a provider on this machine, whatever else is refused", async () => {
    const permit = { mayAsk: true, mayLeaveHost: false };
    const { outcome } = await listen({ permit, settings: { isLocalOnly: true } });
    expect(outcome.kind).toBe("done");
  });

  test("without a word in it is none", async () => {
    const { outcome } = await listen({ transcribe: () => Promise.resolve({ text: " \n" }) });
    expect(outcome).toMatchObject({ kind: "failed", code: "no_words" });
  });

  test("is tried again for what may pass, and not for what the owner has to mend", async () => {
    const busy = await listen({ transcribe: fails("AI_OVERLOADED") });
    expect(busy.outcome).toMatchObject({ kind: "failed", code: "overloaded", isFinal: false });
    expect(busy.given).toHaveLength(3);
    const locked = await listen({ transcribe: fails("AI_AUTH") });
    expect(locked.outcome).toMatchObject({ kind: "failed", code: "auth", isFinal: true });
    expect(locked.given).toHaveLength(1);
    expect(locked.lost).toEqual(["suara"]);
  });

  test("that nobody writes down in time is given up, and whoever listens is told to stop", async () => {
    let stopped = 0;
    const { outcome, given } = await listen({
      transcribe: (_voice, signal) =>
        new Promise(() => {
          signal.addEventListener("abort", () => (stopped += 1), { once: true });
        }),
    });
    expect(outcome).toMatchObject({ kind: "failed", code: "timeout" });
    expect(stopped).toBe(given.length);
  });

  test("has the longer, the longer it is", async () => {
    const long = {
      settings: { voice: { provider: "suara", longestMs: 30 * minuteMs, maxBytes: 900_000 } },
    };
    const slow = async (seconds: number, ms: number) => {
      const { outcome } = await listen({
        ...long,
        bytes: oggOf(seconds),
        transcribe: (_voice, _signal, clock) =>
          new Promise((resolve) => void clock.after(ms, () => resolve({ text: "ya" }))),
      });
      return outcome.kind;
    };
    expect(await slow(20, 29 * secondMs)).toBe("done");
    expect(await slow(20, 31 * secondMs)).toBe("failed");
    expect(await slow(600, 170 * secondMs)).toBe("done");
    expect(await slow(1_200, 181 * secondMs)).toBe("failed");
  });
});

test("a provider listens as often as bot.yaml lets it be asked, and no more", async () => {
  const settings = { providerPaces: new Map([["suara", { everyMs: minuteMs, burst: 1 }]]) };
  // The second try is over the limit.
  const { outcome, given } = await listen({ settings, transcribe: fails("AI_OVERLOADED") });
  expect(outcome).toMatchObject({ kind: "failed", code: "overloaded" });
  expect(given).toHaveLength(1);
});

describe("what listening costs", () => {
  test.each([
    ["speech, where it was measured", oggOf(10, { size: 30_000 }), (bytes: number) => bytes / 7.5],
    ["silence, where it was not", new Uint8Array(3_000), () => 18_750],
  ] as const)("is reserved by what the file could hold in %s", async (_, bytes, worst) => {
    const most = Math.ceil(worst(bytes.length));
    const dear = { bytes, capabilities: metered, price };
    const { outcome, given } = await listen({ ...dear, ...withBudget(most - 1) });
    expect(outcome).toMatchObject({ kind: "failed", code: "budget" });
    expect(given).toEqual([]);
    expect((await listen({ ...dear, ...withBudget(most) })).outcome.kind).toBe("done");
  });

  test.each([
    ["what the vendor tells", { seconds: 30 }, oggOf(20), 3_000, true],
    ["what it plays, if nobody tells", {}, oggOf(21, { claimed: 1 }), 2_100, false],
    ["the worst, if it cannot be measured", {}, new Uint8Array(3_000), 18_750, false],
  ] as const)("is settled by %s", async (_, told, bytes, microUsd, isTold) => {
    const { outcome, usage, used } = await listen({
      bytes,
      capabilities: metered,
      price,
      transcribe: () => Promise.resolve({ text: "dua kopi", ...told }),
      ...withBudget(1_000_000),
    });
    expect(outcome.kind).toBe("done");
    expect(usage).toMatchObject([{ costMicroUsd: microUsd, isTold }]);
    expect(used).toEqual([{ used: microUsd }]);
  });

  test("is not known without a price: where there is a budget nobody is asked", async () => {
    const { outcome } = await listen({ capabilities: metered, ...withBudget(1_000_000) });
    expect(outcome).toMatchObject({ code: "budget", message: expect.stringContaining("ears-1") });
    expect((await listen({ capabilities: metered })).outcome.kind).toBe("done");
  });

  test("is nothing where it was refused, and the worst where nobody knows", async () => {
    const refused = await listen({
      capabilities: metered,
      price,
      transcribe: fails("AI_BAD_REQUEST"),
    });
    expect(refused.usage.map(({ costMicroUsd }) => costMicroUsd)).toEqual([0]);
    const lost = await listen({
      capabilities: metered,
      price,
      transcribe: fails("AI_PROTOCOL"),
    });
    expect(lost.usage.map(({ costMicroUsd }) => costMicroUsd)).toEqual([2_000]);
  });
});
