import { type FlowFlags, type FlowView, viewFlows } from "#core/app/active-flows/view-flows.ts";
import { printLine } from "#core/app/print.ts";
import { counted } from "#core/app/render-findings.ts";
import type { Program } from "#core/flow/program.ts";

/** Places of live runs that are counted at most. */
const maxPlaces = 100_000;

/** `sapa flow list`: the flows of a bot's folder and what is active; 1 if a file has an error. */
export function flowListCommand(flags: FlowFlags, isJson: boolean): Promise<number> {
  return viewFlows(flags, async (view) => {
    const rows = await summarize(view);
    const broken = view.files.filter(({ program }) => program === undefined);
    const errors = broken.map(({ source }) => source.file);
    if (isJson) printLine(JSON.stringify({ flows: rows, broken: errors }, undefined, 2));
    else {
      for (const line of table(rows.map(toCells))) printLine(line);
      for (const file of errors) printLine(`${file} has errors; sapa check tells them`);
    }
    return errors.length === 0 ? 0 : 1;
  });
}

interface Row {
  readonly flow: string;
  /** Undefined: it is active, and there is no file of it that can be used. */
  readonly file: string | undefined;
  readonly steps: number;
  readonly triggers: readonly string[];
  /** What the file says. */
  readonly revision: string | undefined;
  readonly description: string | undefined;
  /** What new conversations begin on; undefined before the bot has run. */
  readonly active: string | undefined;
  readonly isRolledBack: boolean;
  /** Conversations under way, on whatever revision. */
  readonly live: number | undefined;
}

async function summarize({ files, live }: FlowView): Promise<readonly Row[]> {
  const counts = new Map<string, number>();
  const places = (await live?.records.countLiveRuns({ limit: maxPlaces })) ?? [];
  for (const { flow, count } of places) counts.set(flow, (counts.get(flow) ?? 0) + count);
  const toRow = (flow: string, program: Program, file: string | undefined): Row => {
    const active = live?.active.get(flow);
    const { lists, triggers, description, revision } = program;
    return {
      flow,
      file,
      steps: [...lists.values()].reduce((sum, list) => sum + list.length, 0),
      triggers: triggers.map((trigger) => trigger.name),
      revision: file === undefined ? undefined : revision,
      description,
      active: active?.program.revision,
      isRolledBack: active?.aside !== undefined,
      live: live === undefined ? undefined : (counts.get(flow) ?? 0),
    };
  };
  const own = files.flatMap(({ source, program }) =>
    program === undefined ? [] : [toRow(program.flow, program, source.file)],
  );
  const named = new Set(own.map(({ flow }) => flow));
  const others = [...(live?.active ?? [])].flatMap(([flow, { program }]) =>
    named.has(flow) ? [] : [toRow(flow, program, undefined)],
  );
  return [...own, ...others];
}

function toCells(row: Row): readonly string[] {
  const { flow, steps, revision, triggers, description = "" } = row;
  const started = triggers.length === 0 ? "nothing starts it" : counted(triggers.length, "trigger");
  const short = revision?.slice(0, 8) ?? "no file";
  return [flow, counted(steps, "step"), started, short, ...liveCells(row), description];
}

function liveCells({ revision, active, isRolledBack, live }: Row): readonly string[] {
  if (live === undefined) return [];
  const short = active?.slice(0, 8);
  const state =
    revision === active ? "active" : short === undefined ? "not active" : `${short} is active`;
  return [isRolledBack ? `${state}, rolled back` : state, `${live} under way`];
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
