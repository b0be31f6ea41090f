import type { Expression } from "#core/flow/expression/compile-expression.ts";
import type { Template } from "#core/flow/expression/compile-template.ts";
import type { ValueType } from "#core/flow/expression/name-types.ts";
import type { Slot } from "./slot.ts";

/**
 * How long a text can get, in UTF-16 units, as far as the flow itself says: values of an enum, a
 * bounded number or text count with their longest, values without a bound count as nothing.
 */
export function worstLength(template: Template, slot: (name: string) => Slot | undefined): number {
  let length = 0;
  for (const part of template.parts) {
    if (part.kind === "text") length += part.text.length;
    else length += worstValue(part.expression, slot);
  }
  return length;
}

function worstValue(expression: Expression, slot: (name: string) => Slot | undefined): number {
  const name = /^\s*slots\.([a-z0-9_]+)\s*$/.exec(expression.text)?.[1];
  const type = name === undefined ? undefined : slot(name)?.type;
  if (type?.kind === "text") return type.max ?? 0;
  if (type?.kind === "integer") return Math.max(digits(type.min), digits(type.max));
  return worstOfType(expression.type);
}

function digits(value: number | undefined): number {
  return value === undefined ? 0 : String(Math.trunc(value)).length;
}

function worstOfType(type: ValueType): number {
  if (type.kind !== "text" || type.values === undefined) return 0;
  return Math.max(0, ...type.values.map((value) => value.length));
}
