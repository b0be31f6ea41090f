import { readFlowFiles } from "#core/app/flow-files.ts";
import { printLine } from "#core/app/print.ts";
import { counted } from "#core/app/render-findings.ts";
import type { Program } from "#core/flow/program.ts";

/** `sapa flow list`: the flows of a bot's folder; 1 if one of them has an error. */
export function flowListCommand(bot: string | undefined, isJson: boolean): number {
  const files = readFlowFiles(bot);
  const rows = files.flatMap(({ source, program }) =>
    program === undefined ? [] : [summarize(source.file, program)],
  );
  const errors = files
    .filter(({ program }) => program === undefined)
    .map(({ source }) => source.file);
  if (isJson) printLine(JSON.stringify({ flows: rows, broken: errors }, undefined, 2));
  else {
    for (const line of table(rows.map(toCells))) printLine(line);
    for (const file of errors) printLine(`${file} has errors; sapa check tells them`);
  }
  return errors.length === 0 ? 0 : 1;
}

interface Row {
  readonly flow: string;
  readonly file: string;
  readonly steps: number;
  readonly triggers: readonly string[];
  readonly revision: string;
  readonly description: string | undefined;
}

function summarize(file: string, program: Program): Row {
  const { flow, revision, description } = program;
  const steps = [...program.lists.values()].reduce((sum, list) => sum + list.length, 0);
  const triggers = program.triggers.map((trigger) => trigger.name);
  return { flow, file, steps, triggers, revision, description };
}

function toCells({ flow, steps, revision, triggers, description = "" }: Row): readonly string[] {
  const started = triggers.length === 0 ? "nothing starts it" : counted(triggers.length, "trigger");
  return [flow, counted(steps, "step"), started, revision.slice(0, 8), description];
}

/** Rows with their columns below each other. */
function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
