import type { Expression } from "#core/flow/expression/compile-expression.ts";
import type { ValueKind } from "#core/flow/expression/name-types.ts";
import type { ExpressionInput } from "#core/flow/schema/expression-schema.ts";
import { nearest } from "#core/lib/nearest.ts";
import type { Placed } from "./placed.ts";
import { type Slot, slotValueType } from "./slot.ts";
import type { StepBuilder } from "./step-builder.ts";

/** Where a value goes. */
export type AssignmentTarget =
  | { readonly kind: "slot"; readonly slot: Slot }
  | { readonly kind: "contact"; readonly field: "name" | "language" | "tags" };

export interface Assignment {
  readonly target: AssignmentTarget;
  readonly value: Placed<Expression>;
}

const contactFields = ["name", "language", "tags"] as const;

/** The slot that a key of `set` names; undefined for a field of the contact. */
export function slotOfKey(key: string): string | undefined {
  const name = key.replace(/^(slots|contact)\./, "");
  return key.startsWith("contact.") && contactField(name) !== undefined ? undefined : name;
}

function contactField(name: string) {
  return contactFields.find((field) => field === name);
}

export function compileAssignment(
  key: string,
  input: ExpressionInput | null,
  build: StepBuilder,
): Assignment {
  const target = findTarget(key, build);
  const wanted = {
    kinds: target === undefined ? [] : wantedKinds(target),
    isNullable: target?.kind !== "contact",
  };
  const value = build.expression(["set", key], input ?? "null", wanted);
  for (const name of namesOf(target)) build.passOn(name, value.value.names);
  return { target: target ?? { kind: "contact", field: "tags" }, value };
}

/** Under which an expression reads what is set. */
function namesOf(target: AssignmentTarget | undefined): readonly string[] {
  if (target === undefined) return [];
  if (target.kind === "contact") return [`contact.${target.field}`];
  const { name, keep } = target.slot;
  return keep === "contact" ? [`slots.${name}`, `contact.profile.${name}`] : [`slots.${name}`];
}

/** Undefined, and reported, if there is nothing of that name to write to. */
function findTarget(key: string, build: StepBuilder): AssignmentTarget | undefined {
  const name = key.replace(/^(slots|contact)\./, "");
  const field = key.startsWith("contact.") ? contactField(name) : undefined;
  if (field !== undefined) return { kind: "contact", field };
  const slot = build.slot(name);
  const isKept = slot?.keep === "contact" || !key.startsWith("contact.");
  if (slot !== undefined && isKept) return { kind: "slot", slot };
  const near = nearest(name, [...build.slotNames(), ...contactFields]);
  build.report({
    code: slot === undefined ? "FLOW_SLOT_UNKNOWN" : "FLOW_SLOT_NOT_KEPT",
    path: ["set", key],
    part: "key",
    message:
      slot === undefined
        ? `no slot called "${name}"`
        : `the slot "${name}" is not kept with the contact`,
    hint:
      slot !== undefined
        ? `declare it with "keep: contact", or write "${name}" alone`
        : near === undefined
          ? `declare it under "slots"`
          : `did you mean "${near}"?`,
  });
  return undefined;
}

function wantedKinds(target: AssignmentTarget): readonly ValueKind[] {
  if (target.kind === "contact") return target.field === "tags" ? ["list"] : ["text"];
  const { kind } = slotValueType(target.slot);
  return alike[kind] ?? [kind];
}

/** Types whose values may stand for one another; the run looks at each value anyway. */
const alike: Readonly<Partial<Record<ValueKind, readonly ValueKind[]>>> = {
  integer: ["integer", "number", "duration"],
  number: ["integer", "number", "duration"],
  duration: ["integer", "number", "duration"],
  date: ["date", "text"],
  time: ["time", "text"],
  moment: ["moment", "integer"],
  text: ["text", "date", "time"],
};
