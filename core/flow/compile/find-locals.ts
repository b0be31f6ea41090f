import type { ValueType } from "#core/flow/expression/name-types.ts";
import type { FlowOutline } from "./flow-outline.ts";
import type { Slot } from "./slot.ts";

/** Names that an `into:` brings in without a slot: they hold text for as long as the run lasts. */
export function findLocals(
  outline: FlowOutline,
  slots: ReadonlyMap<string, Slot>,
): ReadonlyMap<string, ValueType> {
  const locals = new Map<string, ValueType>();
  for (const node of outline.nodes) {
    const into = node.reading?.outline.into?.name;
    if (into !== undefined && !slots.has(into)) locals.set(into, { kind: "text" });
  }
  return locals;
}
