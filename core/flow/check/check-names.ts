import type { FlowFacts } from "#core/flow/compile/flow-facts.ts";
import type { StepList, StepNode } from "#core/flow/compile/flow-outline.ts";
import type { Report } from "#core/flow/compile/report.ts";
import { reservedNames } from "#core/flow/expression/names.ts";
import { nearest } from "#core/lib/nearest.ts";

/** Names of slots and answers: none is taken twice, and every slot is good for something. */
export function checkNames(flow: FlowFacts, report: Report): void {
  const { outline, slots } = flow.draft;
  for (const slot of slots.keys()) {
    refuseReserved(slot, [slotsKey(flow, slot), slot], "key", report);
  }
  for (const node of outline.nodes) checkBound(node, flow, report);
  for (const node of outline.nodes) {
    const into = node.reading?.outline.into;
    if (into === undefined || !flow.locals.has(into.name)) continue;
    const path = [...node.path, ...into.path];
    if (refuseReserved(into.name, path, "value", report)) continue;
    const near = nearest(into.name, slots.keys());
    if (near === undefined) continue;
    const message = `there is no slot "${into.name}"; the answer would only last for this run`;
    const hint = `did you mean "${near}"?`;
    report({ code: "FLOW_SLOT_UNKNOWN", severity: "warning", path, message, hint });
  }
  // Names inside what could not be compiled are not known: nobody can say what is unused.
  if (flow.isSound && outline.isWhole) tellIdleSlots(flow, report);
}

/** A loop's own name stands for nothing else, or one would hide the other. */
function checkBound(node: StepNode, { draft, locals }: FlowFacts, report: Report): void {
  const binds = node.reading?.outline.binds;
  if (binds === undefined) return;
  const path = [...node.path, ...binds.path];
  if (refuseReserved(binds.name, path, "value", report)) return;
  const isOuter = (list: StepList): boolean =>
    list.parent !== undefined &&
    (list.parent.reading?.outline.binds?.name === binds.name || isOuter(list.parent.list));
  const isTaken = draft.slots.has(binds.name) || locals.has(binds.name) || isOuter(node.list);
  if (!isTaken) return;
  const message = `"${binds.name}" is the name of something else already`;
  report({ code: "FLOW_NAME_TWICE", path, message, hint: `write each_${binds.name}` });
}

function tellIdleSlots({ draft, reads }: FlowFacts, report: Report): void {
  const written = new Set(
    draft.outline.nodes.flatMap(({ reading }) => [
      ...(reading?.outline.writes ?? []),
      ...(reading?.outline.into === undefined ? [] : [reading.outline.into.name]),
    ]),
  );
  for (const { name, keep, initial } of draft.slots.values()) {
    const isGiven = draft.inputs.has(name);
    if (written.has(name) || keep !== undefined || initial !== null || isGiven) continue;
    const isRead = draft.outputs.has(name) || reads.has(`slots.${name}`) || reads.has("slots");
    report({
      code: isRead ? "FLOW_SLOT_NEVER_FILLED" : "FLOW_SLOT_UNUSED",
      severity: "warning",
      path: [slotsKey({ draft }, name), name],
      part: "key",
      message: isRead ? `nothing fills the slot "${name}"` : `nothing uses the slot "${name}"`,
      hint: isRead ? `let a question go into: ${name}, or give it a default` : "take it away",
    });
  }
}

/** The key of the top that a slot stands under. */
function slotsKey({ draft }: Pick<FlowFacts, "draft">, name: string): string {
  if (draft.inputs.has(name)) return "inputs";
  return draft.outputs.has(name) ? "outputs" : "slots";
}

function refuseReserved(
  name: string,
  path: readonly (string | number)[],
  part: "key" | "value",
  report: Report,
): boolean {
  const isReserved = reservedNames.some((reserved) => reserved === name);
  if (isReserved) {
    const message = `"${name}" is a name that every flow has already`;
    report({ code: "FLOW_NAME_RESERVED", path, part, message, hint: `write my_${name}` });
  }
  return isReserved;
}
