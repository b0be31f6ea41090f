import { expect, test } from "bun:test";
import { toMillis } from "#core/lib/millis.ts";
import type { Violation } from "./check/check.ts";
import { drawPlan } from "./plan/draw-plan.ts";
import type { WorldPlan } from "./plan/world-plan.ts";
import { shrinkPlan } from "./shrink-plan.ts";
import { History } from "./world/history.ts";
import type { WorldResult } from "./world/run-world.ts";

const violation: Violation = { invariant: "I1", what: "lost", who: undefined };

function resultOf(plan: WorldPlan, violations: readonly Violation[]): WorldResult {
  return {
    endedAt: toMillis(plan.startAt + plan.durationMs),
    digest: "",
    violations,
    messages: 0,
    sends: 0,
    duplicates: 0,
    faults: new Map(),
    told: new Map(),
    posted: new Map(),
    crashes: new Map(),
    history: new History(),
  };
}

test("a plan shrinks to the one act and the one trouble that a failure needs", async () => {
  const plan = drawPlan({ seed: 4, days: 2, perDay: 100, deal: 0 });
  const act = plan.acts[57];
  const trouble = plan.troubles[3];
  if (act === undefined || trouble === undefined) throw new Error("the plan is too small");
  let tries = 0;
  const tryPlan = (smaller: WorldPlan) => {
    tries += 1;
    const isBroken = smaller.acts.includes(act) && smaller.troubles.includes(trouble);
    return Promise.resolve(resultOf(smaller, isBroken ? [violation] : []));
  };
  const found = { plan, result: resultOf(plan, [violation]) };
  const shrunk = await shrinkPlan(found, violation, tryPlan, () => false);
  expect(shrunk.plan.acts).toEqual([act]);
  expect(shrunk.plan.troubles).toEqual([trouble]);
  expect(tries).toBeLessThan(300);
});

test("the search ends when its time is over", async () => {
  const plan = drawPlan({ seed: 4, days: 1, perDay: 100, deal: 0 });
  let tries = 0;
  const tryPlan = (smaller: WorldPlan) => {
    tries += 1;
    return Promise.resolve(resultOf(smaller, [violation]));
  };
  await shrinkPlan({ plan, result: resultOf(plan, [violation]) }, violation, tryPlan, () => true);
  expect(tries).toBe(1);
});
