import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { toMillis } from "#core/lib/millis.ts";
import type { AiPrice, AiRequest } from "#core/model/ports/ai-provider.ts";
import type { AiAttempt } from "./attempt.ts";
import { costOf, usedTokens, worstTokens } from "./cost.ts";
import { type AiSpending, Purse, type PurseCap } from "./purse.ts";
import { AiWorld } from "./testing/ai-world.ts";
import { answered, failedWith, halo } from "./testing/attempts.ts";
import { type ProviderChange, scriptedProvider } from "./testing/scripted-provider.ts";

/** One micro-USD a token in, ten a token out. */
const price: AiPrice = {
  inputMicroUsd: 1_000_000,
  cachedMicroUsd: 100_000,
  outputMicroUsd: 10_000_000,
  asOf: "2026-11-22",
};
const metered: ProviderChange = { price, capabilities: { cost: "metered" } };
const usage = { kind: "usage", inputTokens: 40, outputTokens: 5 } as const;
const never = { signal: new AbortController().signal };
const worst = costOf(worstTokens(halo), price);

function capOf(cap: number): PurseCap {
  return { key: "budget:contact:c1", cap, periodAt: toMillis(0), whose: "this person" };
}

interface Opening {
  readonly caps?: readonly PurseCap[];
  readonly budgetMicroUsd?: number;
  readonly id?: string;
  readonly provider?: ProviderChange;
}

function openPurse(world: AiWorld, opening: Opening = {}) {
  const spent: AiSpending[] = [];
  const purse = new Purse({
    store: world.open.store,
    clock: world.clock,
    log: world.log,
    id: opening.id ?? "ai:run:1#0",
    caps: opening.caps ?? [],
    budgetMicroUsd: opening.budgetMicroUsd,
    onSpent: (spending) => spent.push(spending),
  });
  const provider = scriptedProvider(world.clock, [], opening.provider ?? metered);
  let asked = 0;
  const ask = (attempt: AiAttempt | Promise<AiAttempt>, request: AiRequest = halo) => {
    const around = purse.around(() => {
      asked += 1;
      return Promise.resolve(attempt);
    }, provider);
    return world.wait(around(request, never));
  };
  return {
    purse,
    spent,
    ask,
    get asked() {
      return asked;
    },
  };
}

/** What the store counts against a cap. */
function counted(world: AiWorld, key = "budget:contact:c1"): number {
  const row: unknown = world.database.prepare("SELECT used FROM budget WHERE key = ?").get(key);
  return typeof row === "object" && row !== null && "used" in row ? Number(row.used) : 0;
}

describe("the purse", () => {
  test("puts what an answer cost in the place of the worst that it could", async () => {
    const world = new AiWorld();
    const { ask, purse, spent } = openPurse(world, { caps: [capOf(worst)] });
    const { promise, resolve } = Promise.withResolvers<AiAttempt>();
    const asking = ask(promise);
    await world.clock.advance(1_000);
    expect(counted(world)).toBe(worst);
    resolve({ ...answered("lima kata"), usage });
    expect((await asking).kind).toBe("answered");
    expect(counted(world)).toBe(40 + 5 * 10);
    expect(purse.spent).toEqual({ inputTokens: 40, outputTokens: 5, costMicroUsd: 90 });
    expect(spent).toMatchObject([{ microUsd: 90, isTold: true, outcome: "answered" }]);
  });

  test("does not let a question be asked that might cost more than is left", async () => {
    const world = new AiWorld();
    const purse = openPurse(world, { caps: [capOf(worst - 1)] });
    expect(await purse.ask(answered("a"))).toMatchObject({ kind: "skipped", reason: "budget" });
    expect(purse.asked).toBe(0);
    expect(counted(world)).toBe(0);
  });

  test("takes from every cap, or from none", async () => {
    const world = new AiWorld();
    const account = { ...capOf(worst - 1), key: "budget:account:shop", whose: "account shop" };
    const purse = openPurse(world, { caps: [capOf(9_999_999), account] });
    const attempt = await purse.ask(answered("a"));
    expect(attempt.kind === "skipped" && attempt.message).toContain("account shop");
    expect(counted(world)).toBe(0);
  });

  test("holds the question's own budget over all its attempts", async () => {
    const world = new AiWorld();
    const purse = openPurse(world, { budgetMicroUsd: worst + 89 });
    expect((await purse.ask({ ...answered("a"), usage })).kind).toBe("answered");
    expect((await purse.ask({ ...answered("a"), usage })).kind).toBe("skipped");
    const wider = openPurse(world, { budgetMicroUsd: worst + 90 });
    await wider.ask({ ...answered("a"), usage });
    expect((await wider.ask({ ...answered("a"), usage })).kind).toBe("answered");
  });

  test("settles what was called off by an estimate, without keeping anybody waiting", async () => {
    const world = new AiWorld();
    const { ask } = openPurse(world, { caps: [capOf(worst)] });
    await ask({ ...failedWith("timeout"), kind: "aborted", hasBegun: true, textChars: 12 });
    await world.clock.advance(1_000);
    expect(counted(world)).toBe(worst);
  });

  test("counts a question whose connection was lost after it went out", async () => {
    const world = new AiWorld();
    const { ask } = openPurse(world, { caps: [capOf(worst)] });
    await ask(failedWith("unreachable"));
    expect(counted(world)).toBe(worst);
  });

  test("gives back what was never charged", async () => {
    const world = new AiWorld();
    const { ask } = openPurse(world, { caps: [capOf(worst)] });
    await ask(failedWith("rate_limit"));
    expect(counted(world)).toBe(0);
    const unsent = failedWith("unreachable");
    await ask({ ...unsent, failure: { ...unsent.failure, isUnsent: true } });
    expect(counted(world)).toBe(0);
    await ask({ kind: "skipped", reason: "resting", message: "" });
    expect(counted(world)).toBe(0);
    expect((await ask({ ...answered("a"), usage })).kind).toBe("answered");
  });

  test("gives back what was never charged once a store that was down is there again", async () => {
    const world = new AiWorld();
    const { store } = world.open;
    let failures = 3;
    const purse = new Purse({
      store: {
        reserve: (reservation, now) => store.reserve(reservation, now),
        settle(id, amounts) {
          failures -= 1;
          return failures >= 0 ? Promise.reject(new Error("down")) : store.settle(id, amounts);
        },
      },
      clock: world.clock,
      log: world.log,
      id: "ai:run:1#0",
      caps: [capOf(worst)],
      budgetMicroUsd: undefined,
      onSpent: () => undefined,
    });
    const asking = purse.around(
      () => Promise.resolve({ kind: "skipped", reason: "resting", message: "" }),
      scriptedProvider(world.clock, [], metered),
    );
    await world.wait(asking(halo, never));
    expect(counted(world)).toBe(worst);
    await world.clock.advance(60_000);
    expect(counted(world)).toBe(0);
  });

  test("leaves a reservation counted that a crash cut off, and the next beginning pays anew", async () => {
    const world = new AiWorld();
    const caps = [capOf(worst * 2 - 1)];
    const first = openPurse(world, { caps, id: "ai:run:1#0" });
    void first.ask(new Promise(() => undefined));
    await world.clock.advance(1_000);
    expect(counted(world)).toBe(worst);
    const second = openPurse(world, { caps, id: "ai:run:1#1" });
    expect((await second.ask(answered("a"))).kind).toBe("skipped");
  });

  test("refuses a budget that nobody can hold, and says what to do", async () => {
    const world = new AiWorld();
    const provider: ProviderChange = { capabilities: { cost: "metered" } };
    const attempt = await openPurse(world, { provider, caps: [capOf(9_999_999)] }).ask(
      answered("a"),
    );
    expect(attempt.kind === "skipped" && attempt.message).toContain("write it in bot.yaml");
    expect((await openPurse(world, { provider }).ask(answered("a"))).kind).toBe("answered");
  });

  test("lets what is free be asked when all money is spent", async () => {
    const world = new AiWorld();
    const purse = openPurse(world, { provider: {}, caps: [capOf(0)], budgetMicroUsd: 0 });
    expect((await purse.ask({ ...answered("a"), usage })).kind).toBe("answered");
    expect(purse.purse.spent).toEqual({ inputTokens: 40, outputTokens: 5, costMicroUsd: 0 });
  });

  test("asks nobody while the store cannot be reached", async () => {
    const world = new AiWorld();
    const purse = openPurse(world, { caps: [capOf(worst)] });
    await world.wait(world.open.store.close());
    expect(await purse.ask(answered("a"))).toMatchObject({ kind: "skipped", reason: "resting" });
    expect(purse.asked).toBe(0);
  });
});

describe("what a question may come to", () => {
  test("is never less than what it came to, whatever is in it", () => {
    const bytes = fc.string({ unit: "grapheme", maxLength: 400 });
    fc.assert(
      fc.property(bytes, bytes, fc.integer({ min: 1, max: 500 }), (system, prompt, maxTokens) => {
        const request: AiRequest = {
          system,
          messages: [{ role: "user", parts: [{ kind: "text", text: prompt }] }],
          maxTokens,
        };
        // No vendor makes more tokens of a text than it has bytes.
        const input = Buffer.byteLength(system + prompt, "utf8");
        const told = { kind: "usage", inputTokens: input, outputTokens: maxTokens } as const;
        const most = usedTokens({ ...answered(prompt), usage: told }, request);
        expect(costOf(most, price)).toBeLessThanOrEqual(costOf(worstTokens(request), price));
        const estimated = usedTokens(answered(prompt), request);
        expect(costOf(estimated, price)).toBeLessThanOrEqual(costOf(worstTokens(request), price));
      }),
    );
  });

  test("counts what is cached at its price, and rounds up", () => {
    expect(costOf({ input: 100, cached: 40, output: 0 }, price)).toBe(60 + 4);
    expect(costOf({ input: 1, cached: 1, output: 0 }, price)).toBe(1);
  });
});
