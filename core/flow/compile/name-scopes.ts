import type { NameTypes, ValueType } from "#core/flow/expression/name-types.ts";
import { isFactOfInput } from "./known-names.ts";
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
    const types = { ...Object.fromEntries(locals), ...this.#factsAt(filled), slots };
    this.#made.set(key, types);
    return types;
  }

  /** The facts, with the parts of the message that a condition before has asked for. */
  #factsAt(filled: ReadonlySet<string>): NameTypes {
    let facts = this.#facts;
    for (const path of filled) {
      if (!isFactOfInput(path)) continue;
      const [name = "", ...rest] = path.split(".");
      const type = facts[name];
      if (type !== undefined) facts = { ...facts, [name]: withPresent(type, rest) };
    }
    return facts;
  }
}

/** The object without the doubt that its field at a path may be empty. */
function withPresent(type: ValueType, [field, ...rest]: readonly string[]): ValueType {
  if (field === undefined) return { ...type, nullable: false };
  if (type.kind !== "object" || !Object.hasOwn(type.fields, field)) return type;
  const inner = type.fields[field];
  return inner === undefined
    ? type
    : { ...type, fields: { ...type.fields, [field]: withPresent(inner, rest) } };
}

function orUnset(type: ValueType, isFilled: boolean): ValueType {
  return isFilled ? type : { ...type, nullable: true };
}
