import { expect, test } from "bun:test";
import { judge } from "./judge.ts";
import { type CrashResult, runCrash } from "./run-crash.ts";

test("a process that is killed under load loses nothing and answers nothing twice", async () => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  console.log(`crash seed ${seed}`);
  // No patience: what waits for its grace when the last process ends is durable and under way.
  const options = { cycles: 4, drains: 1, seed, patienceMs: 3_000, tell: () => undefined };
  const result = await runCrash(options);
  const { lost, problems } = judge(result);
  expect(result.acknowledged).toBeGreaterThan(0);
  expect(lost).toEqual([]);
  expect(problems).toEqual([]);
}, 120_000);

const stats = {
  pendingEvents: 0,
  deadEvents: 0,
  unparsedEvents: 0,
  queuedSends: 0,
  unknownSends: 0,
  unconfirmedSends: 0,
  duplicateSends: 0,
  openTimers: 0,
  openActivities: 0,
};

function makeResult(change: {
  readonly kept?: readonly (readonly [string, number])[];
  readonly sends?: readonly (readonly [string, readonly "accepted"[]])[];
  readonly outboxes?: readonly string[];
  readonly isQuiet?: boolean;
  readonly drain?: { readonly exitCode: number; readonly ms: number };
}): CrashResult {
  const audit = {
    integrity: "ok",
    stats,
    kept: new Map(change.kept ?? [["w1w", 1]]),
    pending: new Set<string>(),
    sends: new Map(change.sends ?? [["w1w", ["accepted"]]]),
  };
  const answers = new Map(
    change.outboxes === undefined ? [] : [["w1w", { outboxes: [...change.outboxes] }]],
  );
  const crowd = { acknowledged: new Set(["w1w"]), answers };
  const drains = [change.drain ?? { exitCode: 0, ms: 100 }];
  return { acknowledged: 1, audit, crowd, drains, isQuiet: change.isQuiet ?? true };
}

test.each([
  ["an answer that nobody got", makeResult({}), "acknowledged and lost: w1w"],
  ["a message stored twice", makeResult({ kept: [["w1w", 2]], outboxes: ["a"] }), "stored 2 times"],
  ["two sends for one message", makeResult({ outboxes: ["a", "b"] }), "answered by two sends"],
  ["a double that nobody counts", makeResult({ outboxes: ["a", "a"] }), "the runtime counts 0"],
  [
    "a drain that was killed",
    makeResult({ outboxes: ["a"], drain: { exitCode: 137, ms: 100 } }),
    "exit code 137",
  ],
  [
    "a drain that took too long",
    makeResult({ outboxes: ["a"], drain: { exitCode: 0, ms: 30_000 } }),
    "took 30000 ms",
  ],
])("the judge sees %s", (_, result, problem) => {
  expect(judge(result).problems).toContainEqual(expect.stringContaining(problem));
});

test("the judge counts no doubles while receipts are owed", () => {
  expect(judge(makeResult({ outboxes: ["a", "a"], isQuiet: false })).problems).toEqual([]);
});

test("the judge is content with one answer", () => {
  expect(judge(makeResult({ outboxes: ["a"] })).problems).toEqual([]);
});
