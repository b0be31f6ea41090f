import type { NameTypes, ValueType } from "#core/flow/expression/name-types.ts";
import { type Slot, slotValueType } from "./slot.ts";

/**
 * The types of names at each place of a flow. Places where the same names are filled share one
 * object.
 */
export class NameScopes {
  readonly #facts: NameTypes;
  readonly #slots: ReadonlyMap<string, Slot>;
  readonly #locals: ReadonlyMap<string, ValueType>;
  readonly #made = new Map<string, NameTypes>();

  constructor(
    facts: NameTypes,
    slots: ReadonlyMap<string, Slot>,
    locals: ReadonlyMap<string, ValueType>,
  ) {
    this.#facts = facts;
    this.#slots = slots;
    this.#locals = locals;
  }

  localNames(): readonly string[] {
    return [...this.#locals.keys()];
  }

  /** Names at a place; those that are not in `filled` may be null there. */
  at(filled: ReadonlySet<string>): NameTypes {
    const key = [...filled].toSorted().join(" ");
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const locals = [...this.#locals].map(
      ([name, type]) => [name, orUnset(type, filled.has(name))] as const,
    );
    const slots: ValueType = {
      kind: "object",
      fields: Object.fromEntries(
        [...this.#slots.values()].map((slot) => [
          slot.name,
          orUnset(slotValueType(slot), filled.has(slot.name)),
        ]),
      ),
    };
    const types = { ...Object.fromEntries(locals), ...this.#facts, slots };
    this.#made.set(key, types);
    return types;
  }
}

function orUnset(type: ValueType, isFilled: boolean): ValueType {
  return isFilled ? type : { ...type, nullable: true };
}
