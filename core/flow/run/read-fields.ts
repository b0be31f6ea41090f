import type { AnswerField } from "#core/flow/compile/answer-shape.ts";
import type { Slot, SlotType } from "#core/flow/compile/slot.ts";
import type { AnswerContext } from "#core/flow/parse-slot/answer-context.ts";
import { isSlotValue, parseSlot } from "#core/flow/parse-slot/parse-slot.ts";
import type { Json, JsonObject } from "#core/lib/json.ts";

export type FieldsReading =
  | { readonly ok: true; readonly values: JsonObject }
  /** The first field that does not fit. */
  | { readonly ok: false; readonly field: string };

/** Holds a model's data to the types of its fields: the model proposes, the type decides. */
export function readFields(
  fields: readonly AnswerField[],
  answer: Json | undefined,
  context: Omit<AnswerContext, "locale">,
): FieldsReading {
  const values: (readonly [string, Json])[] = [];
  for (const { slot, isOptional } of fields) {
    const given = fieldOf(answer, slot.name);
    const value =
      given === null ? (isOptional ? slot.initial : undefined) : readValue(slot, given, context);
    if (value === undefined) return { ok: false, field: slot.name };
    values.push([slot.name, value]);
  }
  return { ok: true, values: Object.fromEntries(values) };
}

/** A value by its slot's type; undefined if it does not fit. */
export function readValue(
  slot: Slot,
  given: Json,
  context: Omit<AnswerContext, "locale">,
): Json | undefined {
  const { type } = slot;
  if (type.kind !== "list" && type.kind !== "object") return readPlain(slot, given, context);
  const value = readWhole(type, slot, given, context);
  return value !== undefined && isSlotValue(type, value) ? value : undefined;
}

function readWhole(
  type: SlotType,
  slot: Slot,
  given: Json,
  context: Omit<AnswerContext, "locale">,
): Json | undefined {
  if (type.kind === "list") {
    if (!Array.isArray(given)) return undefined;
    const items = given.map((item: Json) => readWhole(type.of, slot, item, context));
    return items.every((item) => item !== undefined) ? items : undefined;
  }
  if (type.kind !== "object") return readPlain({ ...slot, type }, given, context);
  const parts = type.fields.map(({ name, type: part }) => {
    const inner = fieldOf(given, name);
    return [name, inner === null ? null : readWhole(part, slot, inner, context)] as const;
  });
  const known = parts.flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return known.length === parts.length ? Object.fromEntries(known) : undefined;
}

/** One plain value; undefined if it does not fit. */
function readPlain(
  slot: Slot,
  value: Json,
  context: Omit<AnswerContext, "locale">,
): Json | undefined {
  const { kind } = slot.type;
  if (kind === "boolean" && typeof value === "boolean") return value;
  if ((kind === "integer" || kind === "number") && typeof value === "number") {
    return isSlotValue(slot.type, value) ? value : undefined;
  }
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  // A model writes numbers as JSON and programs do, whatever the person's language.
  const reading = parseSlot(slot, String(value), { ...context, locale: "en" });
  return reading.ok ? reading.value : undefined;
}

/** The field of an answer; null if there is none. */
export function fieldOf(answer: Json | undefined, name: string): Json {
  if (typeof answer !== "object" || answer === null || Array.isArray(answer)) return null;
  const map: JsonObject = Object.fromEntries(Object.entries(answer));
  return Object.hasOwn(map, name) ? (map[name] ?? null) : null;
}
