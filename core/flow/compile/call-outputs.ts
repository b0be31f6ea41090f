import type { ValueType } from "#core/flow/expression/name-types.ts";
import { anyType, orNull } from "#core/flow/expression/type-algebra.ts";
import type { Around } from "./around.ts";
import { slotValueType } from "./slot.ts";

/** The outputs of a flow, as its caller sees them; anything while the flow is not known. */
export function outputsType(flow: string, { flows }: Around): ValueType {
  const called = flows?.find(flow);
  if (called === undefined) return anyType;
  const fields = [...called.outputs.values()].map((slot) => {
    const type = slotValueType(slot);
    return [slot.name, called.filled.has(slot.name) ? type : orNull(type)] as const;
  });
  return { kind: "object", fields: Object.fromEntries(fields) };
}
