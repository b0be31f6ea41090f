import type { z } from "zod";
import { isWork } from "#core/engine/templates/plan-templates.ts";
import { assertNever } from "#core/lib/assert-never.ts";
import type {
  PlannedLine,
  templateApplySchema,
  templateListSchema,
} from "./control/template-verbs.ts";

type Listed = z.output<typeof templateListSchema>["templates"][number];
type Applied = z.output<typeof templateApplySchema>["lines"][number];

/** What is known of templates, a line each, as a person reads it. */
export function describeTemplates(templates: readonly Listed[]): readonly string[] {
  if (templates.length === 0) return ["there is no template"];
  const rows = templates.map(({ name, language, status, category, quality, ...more }) => {
    const { reason, untilAt, nextCategory } = more;
    const notes = [
      untilAt === undefined ? undefined : `until ${momentText(untilAt)} at the latest`,
      nextCategory === undefined ? undefined : `will be counted as ${nextCategory}`,
      reason,
    ];
    const told = notes.filter((note) => note !== undefined).join("; ");
    return [name, language, status, category ?? "-", quality ?? "-", told];
  });
  return inColumns(rows);
}

const signs: Readonly<Record<PlannedLine["action"], string>> = {
  create: "+",
  edit: "~",
  delete: "-",
  unchanged: "=",
  blocked: "!",
  "only-there": "?",
};

/** What would be done, a line each, and the sum. */
export function describePlan(lines: readonly PlannedLine[]): readonly string[] {
  if (lines.length === 0) return ["no template is declared, and the network has none"];
  const rows = lines.map((line) => [
    `${signs[line.action]} ${line.name}`,
    line.language,
    describeAction(line),
  ]);
  const sums = (["create", "edit", "delete", "blocked"] as const).flatMap((action) => {
    const count = lines.filter((line) => line.action === action).length;
    return count === 0 ? [] : [`${count} to ${action === "blocked" ? "wait for" : action}`];
  });
  return [...inColumns(rows), sums.length === 0 ? "nothing to do" : sums.join(", ")];
}

/** What became of what was to be done, a line each. */
export function describeApplied(lines: readonly Applied[]): readonly string[] {
  return lines.filter(isWork).map(({ name, language, action, outcome, error }) => {
    const what = `${action} ${name} (${language})`;
    if (outcome === "done") return `✓ ${what}`;
    if (error === undefined) return `✗ ${what}: not begun`;
    return `✗ ${what}: ${error.code}: ${error.meaning} (${error.title}) ${error.action}`;
  });
}

function describeAction({ action, changes, why, untilAt }: PlannedLine): string {
  const until = untilAt === undefined ? "" : `, from ${momentText(untilAt)} on`;
  switch (action) {
    case "edit":
      return `edit ${changes.join(", ")}`;
    case "blocked":
      return `${changes.length === 0 ? "" : `${changes.join(", ")}: `}${why ?? ""}${until}`;
    case "only-there":
      return "at the network alone; --delete takes it away";
    case "create":
    case "delete":
    case "unchanged":
      return action;
    default:
      return assertNever(action, "describeAction");
  }
}

function momentText(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace("T", " ").concat(" UTC");
}

function inColumns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows.reduce<number[]>(
    (most, row) => row.map((cell, index) => Math.max(cell.length, most[index] ?? 0)),
    [],
  );
  return rows.map((row) =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
