import type { Row } from "./row.ts";

const heads = ["metric", "ours", "bare", "ratio", "goal", ""] as const;

/** The rows as a table for people. */
export function printTable(rows: readonly Row[]): readonly string[] {
  const cells = rows.map(({ metric, value, unit, baseline, ratio, goal, met }) => [
    metric,
    `${value} ${unit}`.trim(),
    baseline === undefined ? "" : `${baseline} ${unit}`.trim(),
    ratio === undefined ? "" : `${ratio} ×`,
    goal ?? "",
    met === undefined ? "" : met ? "met" : "MISSED",
  ]);
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  return [line(heads), ...cells.map((row) => line(row))];
}
