import type { LiveFlows } from "#core/app/active-flows/open-live.ts";
import { type FlowFlags, viewFlows } from "#core/app/active-flows/view-flows.ts";
import { drawFlow, type FlowFile, findFlowFile, refuseFlow } from "#core/app/flow-files.ts";
import { printLine } from "#core/app/print.ts";
import type { Slot } from "#core/flow/compile/slot.ts";
import type { DiagramList, DiagramStep } from "#core/flow/diagram/diagram.ts";
import type { Program } from "#core/flow/program.ts";
import type { Json } from "#core/lib/json.ts";

/** Places of live runs that are counted at most, and revisions that are shown. */
const maxPlaces = 100_000;
const maxRevisions = 10;

/** `sapa flow show`: what a flow is made of, step by step with its lines. */
export function flowShowCommand(
  flow: string,
  flags: FlowFlags & { readonly isJson: boolean },
): Promise<number> {
  return viewFlows(flags, async ({ files, live }) => {
    const revisions = live === undefined ? [] : await readRevisions(live, flow);
    return show(findFlowFile(files, flow), revisions, flags.isJson);
  });
}

/** A revision that was active, newest first. */
interface ShownRevision {
  readonly revision: string;
  readonly at: string;
  readonly who: string;
  readonly how: string;
  readonly isActive: boolean;
  /** Conversations that are under way on it. */
  readonly live: number;
}

async function readRevisions(
  { records, active }: LiveFlows,
  flow: string,
): Promise<readonly ShownRevision[]> {
  const counts = await records.countLiveRuns({ flow, limit: maxPlaces });
  const shown = new Map<string, ShownRevision>();
  for (const { revision, at, who, how } of await records.activations({ flow, limit: 100 })) {
    if (revision === undefined || shown.has(revision)) continue;
    const live = counts.filter((place) => place.revision === revision);
    shown.set(revision, {
      revision,
      at: new Date(at).toISOString(),
      who,
      how,
      isActive: active.get(flow)?.program.revision === revision,
      live: live.reduce((sum, { count }) => sum + count, 0),
    });
  }
  return [...shown.values()].slice(0, maxRevisions);
}

function show(found: FlowFile, revisions: readonly ShownRevision[], isJson: boolean): number {
  const { program, source, findings } = found;
  if (program === undefined) throw refuseFlow(source, findings);
  const { list } = drawFlow(found);
  if (isJson) {
    const head = headOf(source.file, program);
    printLine(JSON.stringify({ ...head, revisions, steps: stepsJson(list) }, undefined, 2));
    return 0;
  }
  printLine(`${program.flow}  ${source.file}  revision ${program.revision.slice(0, 8)}`);
  if (program.description !== undefined) printLine(program.description);
  const mode = program.mode === undefined ? "" : `, mode ${program.mode}`;
  printLine(`purpose ${program.purpose}${mode}`);
  for (const { name } of program.triggers) printLine(`  starts with  ${name}`);
  for (const slot of program.slots.values()) printLine(`  slot  ${slot.name}: ${slotText(slot)}`);
  for (const { revision, at, who, how, isActive, live } of revisions) {
    const words = `${how} by ${who} at ${at}, ${live} under way`;
    printLine(`  ${isActive ? "active" : "earlier"}  ${revision.slice(0, 8)}  ${words}`);
  }
  printLine();
  const width = String(lastLine(list)).length;
  for (const line of listLines(list, "", width)) printLine(line);
  return 0;
}

function headOf(file: string, program: Program) {
  const { flow, revision, description, purpose, mode } = program;
  return {
    flow,
    file,
    revision,
    description,
    purpose,
    mode,
    triggers: program.triggers.map(({ name }) => name),
    slots: Object.fromEntries(
      [...program.slots.values()].map((slot) => [slot.name, slotText(slot)]),
    ),
  };
}

function slotText({ type, keep }: Slot): string {
  const values = type.kind === "enum" ? ` (${type.values.join(", ")})` : "";
  return `${type.kind}${values}${keep === undefined ? "" : `, kept with the ${keep}`}`;
}

function listLines(list: DiagramList, indent: string, width: number): readonly string[] {
  const lines = list.steps.flatMap((step) => stepLines(step, indent, width));
  return list.jump === undefined
    ? lines
    : [`${" ".repeat(width)}  ${indent}→ ${list.jump.id}`, ...lines];
}

function stepLines(step: DiagramStep, indent: string, width: number): readonly string[] {
  const { at, caption, text, notes, branches, jumps, onward } = step;
  const blank = `${" ".repeat(width)}  ${indent}`;
  const words = [text, ...notes].filter((part) => part !== "").join(" · ");
  const ways = jumps.map(({ to, label }) => `${label} → ${to.id}`.trim());
  return [
    `${String(at.line).padStart(width)}  ${indent}${caption}${words === "" ? "" : `: ${words}`}`,
    ...ways.map((way) => `${blank}  ${way}`),
    ...branches.flatMap(({ label, list }) => [
      `${blank}  ${label}:`,
      ...listLines(list, `${indent}    `, width),
    ]),
    ...(onward.kind === "jump" ? [`${blank}→ ${onward.to.id}`] : []),
  ];
}

function lastLine({ steps }: DiagramList): number {
  return Math.max(
    0,
    ...steps.flatMap((step) => [step.at.line, ...step.branches.map(({ list }) => lastLine(list))]),
  );
}

function stepsJson({ steps, jump }: DiagramList): Json {
  const made = steps.map((step): Json => {
    const { kind, caption, text, notes, at, branches, jumps, onward } = step;
    return {
      line: at.line,
      kind,
      step: caption,
      text,
      notes: [...notes],
      branches: branches.map(({ label, list }) => ({ label, steps: stepsJson(list) })),
      jumps: jumps.map(({ to, label }) => ({ to: to.id, label })),
      ...(onward.kind === "jump" ? { goto: onward.to.id } : {}),
    };
  });
  return jump === undefined ? made : [{ goto: jump.id }, ...made];
}
