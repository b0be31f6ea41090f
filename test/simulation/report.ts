import type { Violation } from "./check/check.ts";
import { describePlan } from "./describe-plan.ts";
import type { Failure, RunResult } from "./run-days.ts";
import type { Shrunk } from "./shrink-plan.ts";
import { crashPoints } from "./world/crash-points.ts";
import { faults } from "./world/faults.ts";

/** In a run of this many days or more, every fault and every point has to be hit so often. */
const fullRunDays = 500;
const wantedHits = 50;
const tracedLines = 80;

/** The table at the end of a run. */
export function reportRun(result: RunResult, seconds: number): readonly string[] {
  const { days, messages, sends, duplicates } = result;
  return [
    "",
    ...countLines("fault", "hits", faults, result.faults),
    "",
    ...countLines("the process dies at", "hits", crashPoints, result.crashes),
    "",
    `${days} days, ${messages} webhooks of messages, ${sends} POSTs`,
    `${duplicates} messages reached somebody twice, each counted by the runtime itself`,
    `${(days / seconds).toFixed(1)} days a second`,
    `history ${result.digest.slice(0, 16)}`,
  ];
}

/** Faults and points that a full run did not hit often enough; none for a short run. */
export function findMisses(result: RunResult): readonly string[] {
  if (result.days < fullRunDays) return [];
  const all = new Map([...result.faults, ...result.crashes]);
  return [...faults, ...crashPoints].filter((name) => (all.get(name) ?? 0) < wantedHits);
}

/** What did not hold, and the shortest way to it. */
export function reportFailure(failure: Failure, shrunk: Shrunk): readonly string[] {
  const [violation] = shrunk.result.violations;
  const { acts, troubles } = shrunk.plan;
  return [
    "",
    ...failure.result.violations.slice(0, 5).map((item) => describeViolation(item)),
    "",
    `shrunk to ${acts.length} acts and ${troubles.length} troubles:`,
    ...describePlan(shrunk.plan),
    "",
    ...shrunk.result.violations.slice(0, 1).map((item) => describeViolation(item)),
    "",
    `what happened, the last ${tracedLines} lines:`,
    ...shrunk.result.history.lastLines(violation?.who, tracedLines),
  ];
}

function describeViolation({ invariant, what, who }: Violation): string {
  return `VIOLATED ${invariant}: ${what}${who === undefined ? "" : ` (${who})`}`;
}

function countLines(
  title: string,
  unit: string,
  names: readonly string[],
  counts: ReadonlyMap<string, number>,
): readonly string[] {
  const width = Math.max(title.length, ...names.map((name) => name.length));
  const line = (name: string, count: string) => `${name.padEnd(width)}  ${count.padStart(9)}`;
  return [line(title, unit), ...names.map((name) => line(name, String(counts.get(name) ?? 0)))];
}
