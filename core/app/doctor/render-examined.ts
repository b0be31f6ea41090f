import { counted } from "#core/app/render-findings.ts";
import type { Examined } from "./examined.ts";

const marks = { good: "✓", warning: "!", error: "✗" } as const;

/**
 * The lines that a person reads: one for each finding, what to do below it, and a sum. What is mended alike and
 * stands together is told once.
 */
export function renderExamined(examined: readonly Examined[]): readonly string[] {
  const width = Math.max(0, ...examined.map(({ check }) => check.length));
  const lines = examined.flatMap(({ check, state, message, hint }, index) => [
    `${marks[state]} ${check.padEnd(width)}  ${message}`,
    ...(hint === undefined || hint === examined[index + 1]?.hint
      ? []
      : [`  ${"".padEnd(width)}  → ${hint}`]),
  ]);
  const errors = examined.filter(({ state }) => state === "error").length;
  const warnings = examined.filter(({ state }) => state === "warning").length;
  const parts = [
    ...(errors > 0 ? [counted(errors, "problem")] : []),
    ...(warnings > 0 ? [counted(warnings, "warning")] : []),
  ];
  return [...lines, parts.length === 0 ? "no problems" : parts.join(", ")];
}
