import {
  type CompositeType,
  isComposite,
  isSentSlot,
  type Slot,
  type SlotType,
} from "#core/flow/compile/slot.ts";
import { limits } from "#core/flow/limits.ts";
import { assertNever } from "#core/lib/assert-never.ts";
import type { Json } from "#core/lib/json.ts";
import { foldText } from "#core/lib/text.ts";
import type { AnswerContext } from "./answer-context.ts";
import { parseBoolean } from "./parse-boolean.ts";
import { parseDate } from "./parse-date.ts";
import { parseDateTime } from "./parse-date-time.ts";
import { parseLength } from "./parse-length.ts";
import { parseList } from "./parse-list.ts";
import { parseNumber } from "./parse-number.ts";
import { parsePhone } from "./parse-phone.ts";
import { parseTime } from "./parse-time.ts";
import { parseEmail, parseUrl } from "./parse-web.ts";
import { isMediaOf, isSent } from "./sent-values.ts";

export type SlotReading = { readonly ok: true; readonly value: Json } | { readonly ok: false };

/**
 * Reads a person's words as a value of a slot. Strict: all of the words must make sense, and bounds
 * hold. Linear in the text's length; never throws.
 */
export function parseSlot(slot: Slot, text: string, context: AnswerContext): SlotReading {
  const trimmed = text.trim();
  const mayBeLong = slot.type.kind === "text" && slot.type.max !== undefined;
  if (trimmed === "" || (trimmed.length > limits.slotChars && !mayBeLong)) return { ok: false };
  const value = parseType(slot.type, trimmed, context);
  return value === undefined || !isWithin(slot.type, value) ? { ok: false } : { ok: true, value };
}

function parseComposite(
  type: CompositeType,
  text: string,
  context: AnswerContext,
): Json | undefined {
  if (type.kind === "object") return undefined;
  return parseList(text, (item) => {
    const value = parseType(type.of, item, context);
    return value !== undefined && isWithin(type.of, value) ? value : undefined;
  });
}

function parseType(type: SlotType, text: string, context: AnswerContext): Json | undefined {
  if (isSentSlot(type)) return undefined;
  if (isComposite(type)) return parseComposite(type, text, context);
  switch (type.kind) {
    case "text":
      return text;
    case "integer":
    case "number":
      return parseNumber(text, context.locale, type.kind);
    case "boolean":
      return parseBoolean(text);
    case "date":
      return parseDate(text, context);
    case "time":
      return parseTime(text);
    case "datetime":
      return parseDateTime(text, context);
    case "duration":
      return parseLength(text);
    case "phone":
      return parsePhone(text, context);
    case "email":
      return parseEmail(text);
    case "url":
      return parseUrl(text);
    case "enum":
      return parseEnum(type.values, text);
    default:
      return assertNever(type, "parseType");
  }
}

/** The value that is written like this, case and accents aside. */
function parseEnum(values: readonly string[], text: string): string | undefined {
  if (values.includes(text)) return text;
  const folded = foldText(text);
  const found = values.filter((value) => foldText(value) === folded);
  return folded !== "" && found.length === 1 ? found[0] : undefined;
}

/**
 * Whether a value may stand in a slot of this type: its shape and its bounds. Null may: it empties
 * the slot.
 */
export function isSlotValue(type: SlotType, value: Json): boolean {
  if (value === null) return true;
  if (type.kind === "list") return isListOf(type, value);
  if (type.kind === "object") return isObjectOf(type, value);
  return hasShape[type.kind](value) && isWithin(type, value);
}

function isListOf(type: Extract<SlotType, { readonly kind: "list" }>, value: Json): boolean {
  if (!Array.isArray(value) || !isWithin(type, value)) return false;
  return value.every((item: Json) => item !== null && isSlotValue(type.of, item));
}

function isObjectOf(
  { fields }: Extract<SlotType, { readonly kind: "object" }>,
  value: Json,
): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.entries(value).every(([name, part]) => {
    const field = fields.find((known) => known.name === name);
    return field !== undefined && isSlotValue(field.type, part);
  });
}

const isText = (value: Json) => typeof value === "string";
const isNumber = (value: Json) => Number.isFinite(value);
const isWritten = (form: RegExp) => (value: Json) => typeof value === "string" && form.test(value);

type PlainKind = Exclude<SlotType["kind"], "list" | "object">;

const hasShape: Readonly<Record<PlainKind, (value: Json) => boolean>> = {
  text: isText,
  integer: (value) => Number.isSafeInteger(value),
  number: isNumber,
  boolean: (value) => typeof value === "boolean",
  date: isWritten(/^\d{4}-\d{2}-\d{2}$/),
  time: isWritten(/^\d{2}:\d{2}$/),
  datetime: isNumber,
  duration: isNumber,
  phone: isText,
  email: isText,
  url: isText,
  enum: isText,
  media: isSent("media"),
  location: isSent("location"),
  contact_card: isSent("contact_card"),
  order: isSent("order"),
};

/** The bounds that the author set; a value of the wrong shape is within none. */
function isWithin(type: SlotType, value: Json): boolean {
  if (type.kind === "list") return isCountWithin(type, value);
  if (type.kind === "media") return isMediaOf(type.kinds, type.maxBytes, value);
  if (type.kind === "enum") return typeof value === "string" && type.values.includes(value);
  if (type.kind === "integer" || type.kind === "number") {
    const { min = -Infinity, max = Infinity } = type;
    return typeof value === "number" && value >= min && value <= max;
  }
  return typeof value !== "string" || isTextWithin(type, value);
}

function isCountWithin(
  { min = 0, max = limits.eachItems }: Extract<SlotType, { readonly kind: "list" }>,
  value: Json,
): boolean {
  return Array.isArray(value) && value.length >= min && value.length <= max;
}

function isTextWithin(type: SlotType, text: string): boolean {
  if (type.kind !== "text") return text.length <= limits.slotChars;
  const { min = 0, max = limits.slotChars, pattern } = type;
  const isRightSize = text.length >= min && text.length <= max;
  return isRightSize && (pattern === undefined || pattern(text));
}
