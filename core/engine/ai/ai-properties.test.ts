import { describe, expect, setDefaultTimeout, test } from "bun:test";
import fc from "fast-check";
import { aiReplySchema } from "#core/model/ai.ts";
import { type AiPrice, aiFailureKinds, type Embedder } from "#core/model/ports/ai-provider.ts";
import type { SearchKnowledge } from "#core/model/ports/knowledge.ts";
import { AiWorld, activityOf, askOf } from "./testing/ai-world.ts";
import { type Line, type ScriptedProvider, scriptedProvider } from "./testing/scripted-provider.ts";
import { TestTyping } from "./testing/test-typing.ts";

setDefaultTimeout(60_000);
const runs = { numRuns: 25 };
const cents = 10_000;
/** A cent for each thousand tokens in, five for each thousand out. */
const price: AiPrice = {
  inputMicroUsd: 10_000_000,
  cachedMicroUsd: 1_000_000,
  outputMicroUsd: 50_000_000,
  asOf: "2026-11-22",
};

/** How a stream goes on: words, and an end of some kind. */
const endings = fc.oneof(
  fc.constantFrom<Line>("hang", "end", "throw", "deaf"),
  fc.constantFrom(...aiFailureKinds).map((kind): Line => {
    return { kind: "done", reason: "error", error: { kind, message: "so" } };
  }),
  fc.constant<Line>({ kind: "done", reason: "length" }),
  fc.constant<Line>({ kind: "done", reason: "refused" }),
  fc.constant<Line>({ kind: "done", reason: "stop" }),
);
const streams = fc.record({
  wait: fc.integer({ min: 0, max: 40_000 }),
  words: fc.nat({ max: 4 }),
  isTold: fc.boolean(),
  ending: endings,
});
type Stream = typeof streams extends fc.Arbitrary<infer T> ? T : never;

function linesOf({ wait, words, isTold, ending }: Stream, word: string): readonly Line[] {
  const usage: Line = { kind: "usage", inputTokens: 120, outputTokens: words * 2 };
  return [
    ...(wait === 0 ? [] : [wait]),
    ...Array.from({ length: words }, (): Line => ({ kind: "text", text: `${word} ` })),
    ...(isTold ? [usage] : []),
    ending,
  ];
}

describe("whatever providers do", () => {
  test("fifty conversations at once never cost more than the cap of five cents", async () => {
    const property = fc.asyncProperty(
      fc.array(streams, { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.nat({ max: 120_000 }), { maxLength: 20 }),
      async (plays, capCents, aborts) => {
        const world = new AiWorld();
        let charged = 0;
        const provider = scriptedProvider(
          world.clock,
          (request, nth) => {
            const play = plays[nth % plays.length];
            const tokens = JSON.stringify(request).length / 4;
            // What the vendor bills, told or not: all that was asked, and every word that came.
            charged +=
              (tokens * price.inputMicroUsd + (play?.words ?? 0) * 2 * price.outputMicroUsd) / 1e6;
            return play === undefined ? [] : linesOf(play, "kopi");
          },
          { name: "metered", price, capabilities: { cost: "metered", dataLeavesHost: true } },
        );
        const cap = capCents * cents;
        const account = [{ microUsd: cap, period: "day" }] as const;
        const budget = { contact: [], flows: {}, account };
        const run = world.runner([provider], { settings: { budget } });
        const conversations = [];
        for (let who = 0; who < 50; who += 1)
          conversations.push(await world.hear("Halo", `${who}`));
        const asked = conversations.map((conversation, index) => {
          const stop = new AbortController();
          const at = aborts[index];
          if (at !== undefined) world.clock.after(at, () => stop.abort());
          return run(
            activityOf(askOf({ maxTokens: 50 }), conversation, `run${index}:1`),
            stop.signal,
          );
        });
        await world.wait(Promise.all(asked), 5_000);
        await world.clock.advance(1_000);
        expect(charged).toBeLessThanOrEqual(cap);
        const rows = world.database.prepare("SELECT key, used FROM budget").all();
        for (const row of rows) expect(row).toMatchObject({ used: expect.any(Number) });
        const used = world.database.prepare("SELECT max(used) AS most FROM budget").get();
        expect(Number(Object.values(used ?? {})[0] ?? 0)).toBeLessThanOrEqual(cap);
      },
    );
    await fc.assert(property, runs);
  });

  test("an answer holds the words of one of them, and a question ends once", async () => {
    const property = fc.asyncProperty(
      fc.array(streams, { minLength: 1, maxLength: 9 }),
      async (plays) => {
        const world = new AiWorld();
        const conversation = await world.hear("Halo");
        const providers = ["satu", "dua", "tiga"].map((name, index) =>
          scriptedProvider(
            world.clock,
            (_, nth) => linesOf(plays[(index + nth * 3) % plays.length] ?? streamOf(), name),
            { name },
          ),
        );
        const run = world.runner(providers);
        let ends = 0;
        const asking = run(activityOf(askOf(), conversation), new AbortController().signal);
        void asking.then(() => {
          ends += 1;
        });
        const outcome = await world.wait(asking, 10_000);
        expect(ends).toBe(1);
        expect(world.clock.pending).toBe(0);
        if (outcome.kind !== "done") return;
        const { text, provider } = aiReplySchema.parse(outcome.value);
        const words = new Set(text.split(" ").filter((word) => word !== ""));
        expect([...words].every((word) => word === provider)).toBe(true);
      },
    );
    await fc.assert(property, { numRuns: 100 });
  });

  test("what has to stay on this machine never reaches a provider that is not on it", async () => {
    const property = fc.asyncProperty(
      fc.array(fc.record({ play: streams, isFar: fc.boolean(), asUser: fc.boolean() }), {
        minLength: 1,
        maxLength: 5,
      }),
      fc.constantFrom("bot", "person", "nobody"),
      fc.option(fc.boolean(), { nil: undefined }),
      async (links, whose, leavesByVector) => {
        const world = new AiWorld();
        const conversation = await world.hear("rahasia saya");
        const embedded: string[] = [];
        const providers: ScriptedProvider[] = links.map(({ play, isFar, asUser }, index) =>
          scriptedProvider(world.clock, [linesOf(play, "ya")], {
            name: `p${index}`,
            capabilities: { dataLeavesHost: isFar, actsAsUser: asUser },
            ...(index > 0 ? {} : { embedder: embedderOf(embedded, leavesByVector) }),
          }),
        );
        const run = world.runner(providers, {
          settings: { isLocalOnly: whose === "bot", embedder: "p0" },
          deps: {
            knowledge: { names: new Set(["menu"]), search: searchByVector },
            permit: () =>
              Promise.resolve({ mayAsk: whose !== "nobody", mayLeaveHost: whose === "bot" }),
          },
        });
        const ask = askOf({ prompt: "rahasia saya", history: 5, knowledge: ["menu"] });
        await world.wait(run(activityOf(ask, conversation), new AbortController().signal), 10_000);
        for (const [index, { isFar, asUser }] of links.entries()) {
          if (isFar || asUser || whose === "nobody") expect(providers[index]?.requests).toEqual([]);
        }
        const [first] = links;
        const staysHere = !(leavesByVector ?? first?.isFar) && first?.asUser === false;
        expect(embedded).toEqual(staysHere && whose !== "nobody" ? ["rahasia saya"] : []);
      },
    );
    await fc.assert(property, { numRuns: 100 });
  });
});

/** Makes vectors and remembers of what; they leave as it says, else as its provider. */
function embedderOf(embedded: string[], dataLeavesHost: boolean | undefined): Embedder {
  return {
    model: "embed-1",
    ...(dataLeavesHost === undefined ? {} : { dataLeavesHost }),
    embed(texts) {
      embedded.push(...texts);
      return Promise.resolve({ vectors: texts.map(() => Float32Array.of(1)) });
    },
  };
}

const searchByVector: SearchKnowledge = async (_, question, embed) => {
  await embed?.(question);
  return [];
};

test("a person's budget is theirs alone", async () => {
  const world = new AiWorld();
  const one = await world.hear("Halo", "1");
  const two = await world.hear("Halo", "2");
  const stream: readonly Line[] = [{ kind: "text", text: "ya" }, "end"];
  const change = { price, capabilities: { cost: "metered" } } as const;
  const provider = scriptedProvider(world.clock, [stream], change);
  const budgets = [{ microUsd: 3 * cents, period: "month" }] as const;
  const budget = { contact: budgets, flows: {}, account: [] };
  const run = world.runner([provider], { settings: { budget } });
  const ask = (conversation: typeof one, nth: number) =>
    world.wait(
      run(activityOf(askOf(), conversation, `run${nth}:1`), new AbortController().signal),
      1_000,
    );
  const codes = [];
  for (const nth of [1, 2, 3, 4]) codes.push(await ask(one, nth));
  expect(codes.at(-1)).toMatchObject({ kind: "failed", code: "budget", isFinal: true });
  expect(await ask(two, 5)).toMatchObject({ code: "protocol" });
  const { contact } = (await world.wait(world.open.records.conversation(one))) ?? {};
  if (contact === undefined) throw new Error("nobody");
  const row = world.database.prepare("SELECT period_at FROM budget WHERE key = ?");
  // The first of January 2027 in Jakarta, where the business is.
  expect(row.get(`budget:contact:${contact}`)).toEqual({
    period_at: Date.parse("2026-12-31T17:00:00Z"),
  });
});

test("nobody is asked where the budget would not hold the message with the answer", async () => {
  const world = new AiWorld();
  const conversation = await world.hear("Halo");
  const stream: readonly Line[] = [{ kind: "text", text: "ya" }, "end"];
  const change = { price, capabilities: { cost: "metered" } } as const;
  const provider = scriptedProvider(world.clock, [stream], change);
  const ask = async (microUsd: number, nth: number) => {
    const budget = { contact: [{ microUsd, period: "day" } as const], flows: {}, account: [] };
    const typing = new TestTyping(() => undefined);
    const channel = Object.assign(typing, { prices: { most: () => cents, told: () => undefined } });
    const channels = new Map([[channel.account, channel]]);
    const run = world.runner([provider], { settings: { budget }, deps: { channels } });
    const activity = activityOf(askOf(), conversation, `run${nth}:1`);
    return await world.wait(run(activity, new AbortController().signal), 1_000);
  };
  expect(await ask(2 * cents, 1)).toMatchObject({ kind: "failed", code: "budget" });
  expect(provider.requests).toHaveLength(0);
  expect(await ask(5 * cents, 2)).not.toMatchObject({ code: "budget" });
  expect(provider.requests.length).toBeGreaterThan(0);
});

function streamOf(): Stream {
  return { wait: 0, words: 0, isTold: false, ending: "end" };
}
