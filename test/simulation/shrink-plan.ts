import { dayMs } from "#core/lib/millis.ts";
import type { Violation } from "./check/check.ts";
import type { PlannedAct, Trouble, WorldPlan } from "./plan/world-plan.ts";
import type { WorldResult } from "./world/run-world.ts";

/** Tries one plan; its result tells whether the same promise is broken. */
export type TryPlan = (plan: WorldPlan) => Promise<WorldResult>;

type Item =
  | { readonly kind: "act"; readonly act: PlannedAct }
  | { readonly kind: "trouble"; readonly trouble: Trouble };

export interface Shrunk {
  readonly plan: WorldPlan;
  readonly result: WorldResult;
}

/**
 * Makes a plan shorter as long as the same promise stays broken: first everything after the breach
 * and everybody else goes, then halves and ever smaller parts (delta debugging). `isOver` ends the
 * search early.
 */
export async function shrinkPlan(
  found: Shrunk,
  violation: Violation,
  tryPlan: TryPlan,
  isOver: () => boolean,
): Promise<Shrunk> {
  let best = found;

  async function isStillBroken(items: readonly Item[]): Promise<boolean> {
    if (isOver()) return false;
    const plan = planOf(best.plan, items);
    const result = await tryPlan(plan);
    const isBroken = result.violations.some((item) => item.invariant === violation.invariant);
    if (isBroken) best = { plan, result };
    return isBroken;
  }

  best = await cutEnd(best, violation, tryPlan);
  let items = itemsOf(best.plan);
  for (const guess of guesses(best.plan, items, violation)) {
    if (await isStillBroken(guess)) items = guess;
  }
  for (let size = Math.ceil(items.length / 2); size >= 1 && !isOver(); ) {
    let hasShrunk = false;
    for (let from = 0; from < items.length && !isOver(); ) {
      const fewer = [...items.slice(0, from), ...items.slice(from + size)];
      hasShrunk = await isStillBroken(fewer);
      if (hasShrunk) items = fewer;
      else from += size;
    }
    size = size === 1 && !hasShrunk ? 0 : Math.max(1, Math.floor(size / 2));
    if (items.length === 0) return best;
  }
  return best;
}

/** Without the days after the breach, if it shows before the world comes to rest. */
async function cutEnd(found: Shrunk, violation: Violation, tryPlan: TryPlan): Promise<Shrunk> {
  const { plan, result } = found;
  const durationMs = Math.min(plan.durationMs, result.endedAt - plan.startAt);
  const isBefore = <T extends { readonly at: number }>(item: T) => item.at <= result.endedAt;
  const cut = {
    ...plan,
    durationMs,
    comesToRest: false,
    acts: plan.acts.filter(isBefore),
    troubles: plan.troubles.filter(isBefore),
  };
  const again = await tryPlan(cut);
  const isBroken = again.violations.some((item) => item.invariant === violation.invariant);
  return isBroken ? { plan: cut, result: again } : found;
}

/** Bold cuts that are worth a try: one person alone, the last day alone. */
function guesses(
  plan: WorldPlan,
  items: readonly Item[],
  { who }: Violation,
): readonly (readonly Item[])[] {
  const lastDayAt = plan.startAt + plan.durationMs - dayMs;
  const isAbout = (item: Item) =>
    item.kind === "trouble" || plan.people[item.act.person]?.first.name === who;
  const isLate = (item: Item) => (item.kind === "act" ? item.act.at : item.trouble.at) >= lastDayAt;
  return [
    items.filter((item) => isAbout(item) && isLate(item)),
    items.filter(isAbout),
    items.filter(isLate),
  ];
}

function itemsOf(plan: WorldPlan): readonly Item[] {
  const acts = plan.acts.map((act): Item => ({ kind: "act", act }));
  const troubles = plan.troubles.map((trouble): Item => ({ kind: "trouble", trouble }));
  return [...acts, ...troubles];
}

function planOf(plan: WorldPlan, items: readonly Item[]): WorldPlan {
  return {
    ...plan,
    acts: items.flatMap((item) => (item.kind === "act" ? [item.act] : [])),
    troubles: items.flatMap((item) => (item.kind === "trouble" ? [item.trouble] : [])),
  };
}
