import { drawFlow, findFlowFile, readFlowFiles, refuseFlow } from "#core/app/flow-files.ts";
import { printLine } from "#core/app/print.ts";
import type { Slot } from "#core/flow/compile/slot.ts";
import type { DiagramList, DiagramStep } from "#core/flow/diagram/diagram.ts";
import type { Program } from "#core/flow/program.ts";
import type { Json } from "#core/lib/json.ts";

/** `sapa flow show`: what a flow is made of, step by step with its lines. */
export function flowShowCommand(
  flow: string,
  { bot, isJson }: { readonly bot: string | undefined; readonly isJson: boolean },
): number {
  const found = findFlowFile(readFlowFiles(bot), flow);
  const { program, source, findings } = found;
  if (program === undefined) throw refuseFlow(source, findings);
  const { list } = drawFlow(found);
  if (isJson) {
    const head = headOf(source.file, program);
    printLine(JSON.stringify({ ...head, steps: stepsJson(list) }, undefined, 2));
    return 0;
  }
  printLine(`${program.flow}  ${source.file}  revision ${program.revision.slice(0, 8)}`);
  if (program.description !== undefined) printLine(program.description);
  printLine(`purpose ${program.purpose}, mode ${program.mode}`);
  for (const { name } of program.triggers) printLine(`  starts with  ${name}`);
  for (const slot of program.slots.values()) printLine(`  slot  ${slot.name}: ${slotText(slot)}`);
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
