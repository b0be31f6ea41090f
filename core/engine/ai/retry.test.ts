import { describe, expect, test } from "bun:test";
import { SeededRandom, VirtualClock } from "sapa/plugin/testing";
import { type AiFailureKind, aiFailureKinds } from "#core/model/ports/ai-provider.ts";
import type { AiAttempt, AskProvider } from "./attempt.ts";
import { withRetry } from "./retry.ts";
import { answered, failedWith, halo } from "./testing/attempts.ts";

async function retrying(attempts: readonly AiAttempt[], abortAfterMs?: number) {
  const clock = new VirtualClock(0);
  const at: number[] = [];
  const ask: AskProvider = () => {
    at.push(clock.now());
    return Promise.resolve(attempts[at.length - 1] ?? answered("at last"));
  };
  const stop = new AbortController();
  if (abortAfterMs !== undefined) clock.after(abortAfterMs, () => stop.abort());
  const asking = withRetry(ask, { clock, random: new SeededRandom(3) })(halo, {
    signal: stop.signal,
  });
  await clock.advance(120_000);
  return { attempt: await asking, at, pending: clock.pending };
}

describe("a retry", () => {
  test.each(aiFailureKinds.map((kind): [AiFailureKind] => [kind]))(
    "is made after %s only if it may pass",
    async (kind) => {
      const passes = ["timeout", "unreachable", "rate_limit", "overloaded", "server"];
      const { at, attempt } = await retrying([failedWith(kind)]);
      expect(at).toHaveLength(passes.includes(kind) ? 2 : 1);
      expect(attempt.kind).toBe(passes.includes(kind) ? "answered" : "failed");
    },
  );

  test("is made twice, after growing waits with chance in them", async () => {
    const { at, attempt } = await retrying(Array(5).fill(failedWith("server")));
    expect(at).toHaveLength(3);
    expect(attempt.kind).toBe("failed");
    const [first = 0, second = 0, third = 0] = at;
    expect(second - first).toBeWithin(500, 1_001);
    expect(third - second).toBeWithin(1_000, 2_001);
  });

  test("is not made once anything of an answer came", async () => {
    const begun = { ...failedWith("server"), hasBegun: true };
    expect((await retrying([begun])).at).toHaveLength(1);
  });

  test.each([
    [0, 2],
    [7_000, 2],
    [20_000, 2],
    [20_001, 1],
  ])("waits %p ms if the vendor asks for it, and not too long", async (retryAfterMs, count) => {
    const { at } = await retrying([failedWith("rate_limit", retryAfterMs)]);
    expect(at).toHaveLength(count);
    if (count === 2) expect(at[1]).toBe(retryAfterMs);
  });

  test("is not made by who was called off, and no timer is left", async () => {
    const { at, attempt, pending } = await retrying([failedWith("rate_limit", 10_000)], 3_000);
    expect(at).toHaveLength(1);
    expect(attempt.kind).toBe("failed");
    expect(pending).toBe(0);
  });

  test("is not made where nothing was asked", async () => {
    const skipped = { kind: "skipped", reason: "resting", message: "" } as const;
    expect((await retrying([skipped])).at).toHaveLength(1);
  });
});
