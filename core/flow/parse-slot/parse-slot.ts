import type { Slot, SlotType } from "#core/flow/compile/slot.ts";
import { limits } from "#core/flow/limits.ts";
import type { Json } from "#core/lib/json.ts";
import { foldText } from "#core/lib/text.ts";
import type { AnswerContext } from "./answer-context.ts";
import { parseBoolean } from "./parse-boolean.ts";
import { parseDate } from "./parse-date.ts";
import { parseDateTime } from "./parse-date-time.ts";
import { parseLength } from "./parse-length.ts";
import { parseNumber } from "./parse-number.ts";
import { parsePhone } from "./parse-phone.ts";
import { parseTime } from "./parse-time.ts";
import { parseEmail, parseUrl } from "./parse-web.ts";

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

function parseType(type: SlotType, text: string, context: AnswerContext): Json | undefined {
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
      return undefined;
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
  switch (type.kind) {
    case "integer":
      return Number.isSafeInteger(value) && isWithin(type, value);
    case "number":
      return Number.isFinite(value) && isWithin(type, value);
    case "boolean":
      return typeof value === "boolean";
    case "datetime":
    case "duration":
      return Number.isFinite(value);
    case "date":
      return typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value);
    case "time":
      return typeof value === "string" && /^\d{2}:\d{2}$/.test(value);
    case "enum":
      return typeof value === "string" && type.values.includes(value);
    default:
      return typeof value === "string" && isWithin(type, value);
  }
}

function isWithin(type: SlotType, value: Json): boolean {
  switch (type.kind) {
    case "text": {
      const length = typeof value === "string" ? value.length : 0;
      if (length < (type.min ?? 0) || length > (type.max ?? limits.slotChars)) return false;
      return type.pattern === undefined || type.pattern(String(value));
    }
    case "integer":
    case "number":
      return typeof value === "number" && value >= (type.min ?? -Infinity) && value <= (type.max ?? Infinity);
    default:
      return true;
  }
}
