import type { Violation } from "./check/check.ts";
import { describePlan } from "./describe-plan.ts";
import type { Failure, RunResult } from "./run-days.ts";
import type { Shrunk } from "./shrink-plan.ts";
import { crashPoints } from "./world/crash-points.ts";
import { faults } from "./world/faults.ts";
import { sendTypes } from "./world/send-types.ts";
import { traffic } from "./world/traffic.ts";

/** In a run of so many days or more, every kind, fault and point has to occur so often. */
const wanted = [
  { days: 500, hits: 50 },
  { days: 100, hits: 1 },
] as const;
const tracedLines = 80;

/** The table at the end of a run. */
export function reportRun(result: RunResult, seconds: number): readonly string[] {
  const { days, messages, sends, duplicates } = result;
  return [
    "",
    ...countLines("what came in", "times", Object.keys(traffic), result.told),
    "",
    ...countLines("what went out", "times", sendTypes, result.posted),
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

/** Kinds, faults and points that a long run did not have often enough; none for a short run. */
export function findMisses(result: RunResult): readonly string[] {
  const hits = wanted.find(({ days }) => result.days >= days)?.hits ?? 0;
  const counted: readonly (readonly [readonly string[], ReadonlyMap<string, number>])[] = [
    [Object.keys(traffic), result.told],
    [sendTypes, result.posted],
    [faults, result.faults],
    [crashPoints, result.crashes],
  ];
  return counted.flatMap(([names, counts]) =>
    names.filter((name) => (counts.get(name) ?? 0) < hits),
  );
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
