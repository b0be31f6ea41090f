import type { ValueType } from "#core/flow/expression/name-types.ts";
import { uniteTypes } from "#core/flow/expression/type-algebra.ts";
import type { Around } from "./around.ts";
import type { FlowOutline } from "./flow-outline.ts";
import type { Slot } from "./slot.ts";

/** Names that an `into:` brings in without a slot, for as long as the run lasts. */
export function findLocals(
  outline: FlowOutline,
  slots: ReadonlyMap<string, Slot>,
  around: Around,
): ReadonlyMap<string, ValueType> {
  const locals = new Map<string, ValueType>();
  for (const node of outline.nodes) {
    const into = node.reading?.outline.into;
    if (into === undefined || slots.has(into.name)) continue;
    const type = into.type?.(around) ?? { kind: "text" };
    const other = locals.get(into.name);
    locals.set(into.name, other === undefined ? type : uniteTypes(other, type));
  }
  return locals;
}
