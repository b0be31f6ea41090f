import type { WorldPlan } from "./plan/world-plan.ts";

/** One line for each act and trouble of a plan, in the order of their moments. */
export function describePlan(plan: WorldPlan): readonly string[] {
  const acts = plan.acts.map(({ at, person, deed }) => {
    const name = plan.people[person]?.first.name ?? "nobody";
    return { at, line: `${name} ${JSON.stringify(deed)}` };
  });
  const troubles = plan.troubles.map((trouble) => {
    const { at, kind, ...rest } = trouble;
    return { at, line: `${kind} ${JSON.stringify(rest)}` };
  });
  return [...acts, ...troubles]
    .toSorted((a, b) => a.at - b.at)
    .map(({ at, line }) => `  ${new Date(at).toISOString().slice(0, -1)} ${line}`);
}
