import { coveragePercent, type FlowCoverage } from "./count-coverage.ts";
import type { Line } from "./line.ts";

/**
 * A table of what tests reached, and what they did not:
 *
 *     coverage    steps  branches
 *       coffee    12/13  3/4       88 %
 *         flows/coffee.flow.yaml:38:9 say
 *       all flows                  88 %
 */
export function renderCoverage(flows: readonly FlowCoverage[]): readonly Line[] {
  const nameWidth = Math.max("coverage".length, "all flows".length + 2, ...flows.map(nameLength));
  const row = (name: string, steps: string, branches: string, rest: string) =>
    `${name.padEnd(nameWidth)}  ${steps.padEnd(9)}  ${branches.padEnd(9)}  ${rest}`.trimEnd();
  const lines: Line[] = [{ text: row("coverage", "steps", "branches", "") }];
  for (const flow of flows) {
    const percent = percentText(coveragePercent([flow]));
    const tone = flow.missing.length === 0 ? "good" : "bad";
    const { steps, branches } = flow;
    const counts = [steps, branches].map(({ covered, total }) => `${covered}/${total}`);
    const text = row(`  ${flow.flow}`, counts[0] ?? "", counts[1] ?? "", percent);
    lines.push({ text, tone });
    for (const { at, what } of flow.missing) {
      lines.push({ text: `    ${at.file}:${at.line}:${at.column} ${what}`, tone: "dim" });
    }
  }
  return [...lines, { text: row("  all flows", "", "", percentText(coveragePercent(flows))) }];
}

/** Rounded down, so that only all of it is 100 %. */
export function percentText(percent: number): string {
  return `${Math.floor(percent)} %`;
}

function nameLength({ flow }: FlowCoverage): number {
  return flow.length + 2;
}
