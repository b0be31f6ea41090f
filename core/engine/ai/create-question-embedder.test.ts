import { describe, expect, setDefaultTimeout, test } from "bun:test";
import fc from "fast-check";
import { BotError } from "#core/lib/bot-error.ts";
import { later, minuteMs } from "#core/lib/millis.ts";
import type { AiCapabilities, Embedder } from "#core/model/ports/ai-provider.ts";
import type { EmbedQuestion } from "#core/model/ports/knowledge.ts";
import type { AiPermit } from "./ai-facts.ts";
import type { AiSettings } from "./ai-settings.ts";
import { createPassageEmbedder, type PassageEmbedderDeps } from "./create-passage-embedder.ts";
import { AiWorld, activityOf, askOf, replyOf } from "./testing/ai-world.ts";
import { scriptedProvider } from "./testing/scripted-provider.ts";

setDefaultTimeout(60_000);
const never = new AbortController().signal;
const price = { inputMicroUsd: 1_000_000, asOf: "2026-11-30" };

type How = "made" | "refused" | "deaf" | "thrown" | "short" | "unsent" | "disliked";

interface Scene {
  readonly how?: How;
  readonly capabilities?: Partial<AiCapabilities>;
  readonly embedder?: Partial<Embedder>;
  readonly settings?: Partial<AiSettings>;
  readonly permit?: Partial<AiPermit>;
}

/** A bot whose local AI answers and whose embedder is another provider. */
function open({ how = "made", capabilities, embedder, settings, permit }: Scene = {}) {
  const world = new AiWorld();
  const asked: string[] = [];
  const vectors: (Float32Array | undefined)[] = [];
  const state = { how };
  const answering = scriptedProvider(world.clock, [
    [
      { kind: "text", text: "ya" },
      { kind: "done", reason: "stop" },
    ],
  ]);
  const embedding = scriptedProvider(world.clock, [], {
    name: "vektor",
    capabilities: { cost: "metered", dataLeavesHost: true, ...capabilities },
    embedder: {
      model: "embed-1",
      price,
      embed(texts) {
        asked.push(...texts);
        if (state.how === "refused") throw new BotError("AI_AUTH", "auth: the key is wrong");
        if (state.how === "disliked") throw new BotError("AI_BAD_REQUEST", "bad_request: too long");
        if (state.how === "unsent") {
          const cause = Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
          throw new BotError("AI_UNREACHABLE", "unreachable: nobody is there", { cause });
        }
        if (state.how === "thrown") return Promise.reject(new Error("broken"));
        if (state.how === "deaf") return new Promise(() => undefined);
        const made = state.how === "short" ? [] : texts.map(() => Float32Array.of(1, 2));
        return Promise.resolve({ vectors: made, inputTokens: 7 });
      },
      ...embedder,
    },
  });
  const knowledge = {
    names: new Set(["menu"]),
    async search(_: readonly string[], question: string, embed?: EmbedQuestion) {
      vectors.push(await embed?.(question));
      return [];
    },
  };
  const run = world.runner([answering, embedding], {
    settings: { defaultProviders: ["scripted"], embedder: "vektor", ...settings },
    deps: {
      knowledge,
      secrets: ["sk-live-12345678"],
      permit: () => Promise.resolve({ mayAsk: true, mayLeaveHost: true, ...permit }),
    },
  });
  let count = 0;
  const ask = async (prompt: string, who = "1") => {
    const conversation = await world.hear("Halo", who);
    count += 1;
    const asking = askOf({ prompt, knowledge: ["menu"] });
    return run(activityOf(asking, conversation, `run${count}:1`), never);
  };
  return { world, ask, asked, vectors, state, embedding };
}

/** What makes vectors of files, with the embedder of a scene; settings over those of a bot without bounds. */
async function openPassages(
  { embedding, world }: Pick<ReturnType<typeof open>, "embedding" | "world">,
  settings: Partial<PassageEmbedderDeps["settings"]> = {},
) {
  const { account } = activityOf(askOf(), await world.hear("Halo"));
  const passages = createPassageEmbedder({
    provider: embedding,
    settings: {
      budget: undefined,
      timeZone: "Asia/Jakarta",
      isLocalOnly: false,
      embedder: "vektor",
      providerPaces: new Map(),
      ...settings,
    },
    account,
    ...world.open,
    clock: world.clock,
    log: world.log,
  });
  return { passages, account };
}

const usageOf = async ({ world }: ReturnType<typeof open>) => {
  const rows = await world.wait(world.open.records.aiUsage({ limit: 9 }));
  return rows
    .filter(({ provider }) => provider === "vektor")
    .map(({ outcome, inputTokens, costMicroUsd, isTold }) => [
      outcome,
      inputTokens,
      costMicroUsd,
      isTold,
    ]);
};

describe("what a person asks becomes a vector", () => {
  test("without what is secret, paid and recorded like a question", async () => {
    const account = [{ microUsd: 10_000, period: "day" }] as const;
    const scene = open({ settings: { budget: { contact: [], flows: {}, account } } });
    const prompt = "Kunci sk-live-12345678, nomor 0812 345 6781: ada kopi?";
    const reply = replyOf(await scene.world.wait(scene.ask(prompt)));
    expect(scene.asked).toEqual(["Kunci [secret], nomor [phone number]: ada kopi?"]);
    expect(scene.vectors).toEqual([Float32Array.of(1, 2)]);
    expect(reply).toMatchObject({ text: "ya", costMicroUsd: 7 });
    expect(await usageOf(scene)).toEqual([["answered", 7, 7, true]]);
    expect(scene.world.database.prepare("SELECT used FROM budget").all()).toEqual([{ used: 7 }]);
  });

  test.each<[string, Scene]>([
    ["the bot is local only", { settings: { isLocalOnly: true } }],
    ["the person's words stay here", { permit: { mayLeaveHost: false } }],
    ["the embedder is for others", { settings: { onlyFor: new Map([["vektor", ["owner"]]]) } }],
    ["it acts as a person of ours", { capabilities: { actsAsUser: true } }],
    [
      "its vectors leave, though its answers do not",
      {
        permit: { mayLeaveHost: false },
        capabilities: { dataLeavesHost: false },
        embedder: { dataLeavesHost: true },
      },
    ],
    [
      "the budget does not hold the worst case",
      {
        settings: {
          budget: { contact: [], flows: {}, account: [{ microUsd: 1, period: "day" }] },
        },
      },
    ],
  ])("not where %s: then it is found by words", async (_, how) => {
    const scene = open(how);
    expect(replyOf(await scene.world.wait(scene.ask("Ada kopi?"))).text).toBe("ya");
    expect(scene.asked).toEqual([]);
    expect(scene.vectors).toEqual([undefined]);
    expect(scene.world.log.lines.map(({ event }) => event)).toContain("ai.not-embedded");
  });

  test("here, where the person's words stay here and the embedder is here", async () => {
    const scene = open({ permit: { mayLeaveHost: false }, embedder: { dataLeavesHost: false } });
    await scene.world.wait(scene.ask("Ada kopi?"));
    expect(scene.vectors).toEqual([Float32Array.of(1, 2)]);
  });

  test("not where the person wants no AI", async () => {
    const scene = open({ permit: { mayAsk: false } });
    expect(await scene.world.wait(scene.ask("Ada kopi?"))).toMatchObject({ code: "not_allowed" });
    expect([scene.asked, scene.vectors]).toEqual([[], []]);
  });

  test.each<[How, number]>([
    ["refused", 0],
    ["unsent", 0],
    ["thrown", 25],
    ["deaf", 25],
    ["short", 25],
  ])(
    "or, where it is %s, is found by words; it is recorded, and left alone for a while",
    async (how, tokens) => {
      const scene = open({ how });
      expect(replyOf(await scene.world.wait(scene.ask("Ada kopi?"))).text).toBe("ya");
      expect(scene.vectors).toEqual([undefined]);
      expect(await usageOf(scene)).toEqual([["failed", tokens, tokens, false]]);
      await scene.world.wait(scene.ask("Ada teh?"));
      expect(scene.asked).toEqual(["Ada kopi?"]);
      scene.state.how = "made";
      await scene.world.clock.advance(61_000);
      await scene.world.wait(scene.ask("Ada roti?"));
      expect(scene.vectors.at(-1)).toEqual(Float32Array.of(1, 2));
    },
  );
});

describe("one person's question keeps the embedder from nobody else", () => {
  test("when it is one that the embedder does not take", async () => {
    const scene = open({ how: "disliked" });
    await scene.world.wait(scene.ask("Ada kopi?"));
    scene.state.how = "made";
    await scene.world.wait(scene.ask("Ada teh?", "2"));
    expect(scene.vectors).toEqual([undefined, Float32Array.of(1, 2)]);
  });

  test("when the person's budget is used up", async () => {
    const contact = [{ microUsd: 40, period: "day" }] as const;
    const scene = open({ settings: { budget: { contact, flows: {}, account: [] } } });
    await scene.world.wait(scene.ask("Ada kopi? ".repeat(9)));
    await scene.world.wait(scene.ask("Ada teh?", "2"));
    expect(scene.vectors).toEqual([undefined, Float32Array.of(1, 2)]);
  });

  test("when it is long: it is cut, after what is secret was masked", async () => {
    const scene = open();
    await scene.world.wait(scene.ask(`${"x".repeat(3_990)} sk-live-12345678 ${"y".repeat(90)}`));
    expect(scene.asked.map(({ length }) => length)).toEqual([4_000]);
    expect(scene.asked[0]).toEndWith("x [secret]…");
  });
});

test("whatever embedders do, their cost stays below the cap", async () => {
  const kinds = fc.array(fc.constantFrom<How>("made", "thrown", "deaf", "short"), {
    minLength: 1,
    maxLength: 6,
  });
  const property = fc.asyncProperty(kinds, fc.integer({ min: 30, max: 400 }), async (hows, cap) => {
    const account = [{ microUsd: cap, period: "day" }] as const;
    const budget = { contact: [], flows: {}, account };
    let charged = 0;
    const scene = open({
      settings: { budget },
      embedder: {
        embed(texts) {
          const how = hows[charged % hows.length];
          // A token a byte: nobody counts more.
          charged += Buffer.byteLength(texts.join(""));
          if (how === "thrown") throw new Error("broken");
          if (how === "deaf") return new Promise(() => undefined);
          return Promise.resolve({ vectors: how === "short" ? [] : [Float32Array.of(1)] });
        },
      },
    });
    const { passages } = await openPassages(scene, { budget });
    const asked = Array.from({ length: 8 }, (_, who) => scene.ask("Ada kopi susu?", `${who}`));
    const all = Promise.all([...asked, passages(["Kopi susu", "Teh"], never)]);
    await scene.world.wait(all, 2_000);
    expect(charged).toBeLessThanOrEqual(cap);
  });
  await fc.assert(property, { numRuns: 25 });
});

test("a bot that is local only sends no file to an embedder elsewhere", async () => {
  const { embedding, world, asked } = open();
  const { passages } = await openPassages({ embedding, world }, { isLocalOnly: true });
  expect(await passages(["rahasia"], never)).toMatchObject({ kind: "unmade" });
  expect(asked).toEqual([]);
});

test("an embedder is asked as often as bot.yaml lets its provider be, by people and for files alike", async () => {
  const providerPaces = new Map([["vektor", { everyMs: minuteMs, burst: 1 }]]);
  const { embedding, world, asked, ask, vectors } = open({ settings: { providerPaces } });
  await world.wait(ask("Ada kopi?"));
  await world.wait(ask("Ada teh?"));
  expect(asked).toEqual(["Ada kopi?"]);
  expect(vectors).toEqual([Float32Array.of(1, 2), undefined]);
  const { passages } = await openPassages({ embedding, world }, { providerPaces });
  const making = passages(["Kopi susu"], never);
  await world.clock.advance(30_000);
  expect(asked).toEqual(["Ada kopi?"]);
  await world.clock.advance(minuteMs);
  expect((await world.wait(making)).kind).toBe("made");
  const stop = new AbortController();
  const waiting = passages(["Teh"], stop.signal);
  stop.abort();
  expect((await world.wait(waiting)).kind).toBe("unmade");
  expect(asked).toEqual(["Ada kopi?", "Kopi susu"]);
});

test("what vectors of files cost is in the sums, for no person and no flow", async () => {
  const { embedding, world } = open();
  const { passages, account } = await openPassages({ embedding, world });
  const from = world.clock.now();
  await world.wait(passages(["Kopi susu", "Teh"], never));
  await world.wait(passages(["Jahe"], never));
  const { records } = world.open;
  const sums = async (by: "flow" | "day" | "provider" | "account") => {
    const until = later(world.clock.now(), 1);
    const found = await world.wait(records.aiSpend({ by, from, until, limit: 9 }));
    return found.map(({ key, calls, inputTokens, costMicroUsd }) => [
      key,
      calls,
      inputTokens,
      costMicroUsd,
    ]);
  };
  for (const [by, key] of [
    ["account", account],
    ["provider", "vektor"],
    ["day", "2027-01-15"],
    ["flow", ""],
  ] as const) {
    expect(await sums(by)).toEqual([[key, 2, 14, 14]]);
  }
  expect(await world.wait(records.aiUsage({ limit: 9 }))).toEqual([]);
});
