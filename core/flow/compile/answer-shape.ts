import type { NameTypes } from "#core/flow/expression/name-types.ts";
import type { FieldsInput } from "#core/flow/schema/ai-keys.ts";
import { assertNever } from "#core/lib/assert-never.ts";
import type { Json, JsonObject } from "#core/lib/json.ts";
import { compileSlots } from "./compile-slots.ts";
import type { Report } from "./report.ts";
import {
  type CompositeType,
  isComposite,
  isSentSlot,
  type Slot,
  type SlotType,
  slotValueType,
} from "./slot.ts";

/** One field of an answer that is data. */
export interface AnswerField {
  readonly slot: Slot;
  /** What the author says goes in. */
  readonly about: string | undefined;
  /** Whether the answer may leave it out. */
  readonly isOptional: boolean;
}

/** The fields that an author declares; what is wrong with one is reported at its place. */
export function compileFields(input: FieldsInput, report: Report): readonly AnswerField[] {
  const slots = compileSlots(input, report, "schema");
  return [...slots].map(([name, slot]) => ({
    slot,
    about: input[name]?.description,
    isOptional: slot.initial !== null,
  }));
}

/** How expressions see an answer of these fields. */
export function fieldTypes(fields: readonly AnswerField[]): NameTypes {
  return Object.fromEntries(fields.map(({ slot }) => [slot.name, slotValueType(slot)]));
}

/**
 * The JSON Schema that a model is asked to fill. Types and words alone: what else must hold is
 * checked here, by the slot's type, because few providers hold a model to bounds and formats.
 */
export function answerSchema(fields: readonly AnswerField[]): JsonObject {
  return {
    type: "object",
    properties: answerFields(fields),
    required: fields.map(({ slot }) => slot.name),
    additionalProperties: false,
  };
}

/** The schema of each field, by its name. */
export function answerFields(fields: readonly AnswerField[]): JsonObject {
  return Object.fromEntries(fields.map((field) => [field.slot.name, fieldSchema(field)]));
}

function fieldSchema({ slot, about, isOptional }: AnswerField): JsonObject {
  return described(slot.type, isOptional, about);
}

interface FieldShape {
  readonly [key: string]: Json | undefined;
  readonly type: string;
  readonly values?: readonly string[];
  readonly wish?: string | undefined;
}

function compositeShape(type: CompositeType): FieldShape {
  if (type.kind === "list") {
    return {
      type: "array",
      items: described(type.of, false),
      wish: boundsWish(type.min, type.max, " items"),
    };
  }
  return {
    type: "object",
    properties: Object.fromEntries(
      type.fields.map((field) => [field.name, described(field.type, true)] as const),
    ),
    required: type.fields.map(({ name }) => name),
    additionalProperties: false,
  };
}

function fieldShape(type: SlotType): FieldShape {
  if (isComposite(type)) return compositeShape(type);
  if (isSentSlot(type)) return { type: "null" };
  switch (type.kind) {
    case "text":
      return { type: "string", wish: boundsWish(type.min, type.max, " characters") };
    case "integer":
    case "number":
      return { type: type.kind, wish: boundsWish(type.min, type.max, "") };
    case "boolean":
      return { type: "boolean" };
    case "enum":
      return { type: "string", values: type.values };
    case "date":
    case "time":
    case "datetime":
    case "duration":
    case "phone":
    case "email":
    case "url":
      return { type: "string", wish: wishes[type.kind] };
    default:
      return assertNever(type, "fieldShape");
  }
}

/** A type as JSON Schema; `isOptional`: it may be null. */
function described(of: SlotType, isOptional: boolean, about?: string): JsonObject {
  const { type, values, wish, ...more } = fieldShape(of);
  const words = [about, wish].filter((text) => text !== undefined).join("; ");
  const shape = Object.entries({
    type: isOptional ? [type, "null"] : type,
    ...more,
    enum: isOptional && values !== undefined ? [...values, null] : values,
    description: words === "" ? undefined : words,
  });
  return Object.fromEntries(
    shape.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])),
  );
}

const wishes = {
  date: "a date as YYYY-MM-DD",
  time: "a time of day as HH:MM",
  datetime: "a date and time as YYYY-MM-DD HH:MM",
  duration: "a length of time such as 1h30m",
  phone: "a phone number as +6281234567890",
  email: "an email address",
  url: "a web address",
} as const;

function boundsWish(
  min: number | undefined,
  max: number | undefined,
  unit: string,
): string | undefined {
  if (min !== undefined && max !== undefined) return `from ${min} to ${max}${unit}`;
  if (min !== undefined) return `at least ${min}${unit}`;
  return max === undefined ? undefined : `at most ${max}${unit}`;
}
