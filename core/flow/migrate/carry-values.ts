import type { Slot } from "#core/flow/compile/slot.ts";
import { isSlotValue } from "#core/flow/parse-slot/parse-slot.ts";
import type { Program } from "#core/flow/program.ts";
import type { Json } from "#core/lib/json.ts";

/** Slots and locals of one flow at work. */
export interface Values {
  readonly slots: Readonly<Record<string, Json>>;
  readonly locals: Readonly<Record<string, Json>>;
}

export type Carried =
  | { readonly kind: "carried"; readonly values: Values }
  | { readonly kind: "misfit"; readonly name: string };

/**
 * What one revision has collected, as another keeps it. A value that is no value of its slot any
 * more, and a name without one that is taken for granted at the step, do not fit. `renames` are the
 * names of a step's own; `initial` gives the value of a slot that is new.
 */
export function carryValues(
  values: Values,
  to: Program,
  place: string,
  renames: ReadonlyMap<string, string>,
  initial: (slot: Slot) => Json,
): Carried {
  const slots: Record<string, Json> = {};
  for (const slot of to.slots.values()) {
    const { name, type } = slot;
    const value = Object.hasOwn(values.slots, name) ? (values.slots[name] ?? null) : initial(slot);
    if (!isSlotValue(type, value)) return { kind: "misfit", name };
    slots[name] = value;
  }
  const locals = Object.fromEntries(
    Object.entries(values.locals).map(([name, value]) => [renames.get(name) ?? name, value]),
  );
  const missing = (to.expects.get(place) ?? []).find(
    (name) => ((to.slots.has(name) ? slots[name] : locals[name]) ?? null) === null,
  );
  if (missing !== undefined) return { kind: "misfit", name: missing };
  return { kind: "carried", values: { slots, locals } };
}
