import { compilePattern } from "#core/flow/expression/pattern.ts";
import { isSlotValue, parseSlot } from "#core/flow/parse-slot/parse-slot.ts";
import type { YamlPath } from "#core/flow/read/yaml-source.ts";
import {
  type FieldInput,
  type listTypes,
  type SlotInput,
  slotSchema,
} from "#core/flow/schema/slot-schema.ts";
import { assertNever } from "#core/lib/assert-never.ts";
import type { Json } from "#core/lib/json.ts";
import { toMillis } from "#core/lib/millis.ts";
import { parseOnce } from "#core/lib/parse-once.ts";
import { mediaKinds, messageTypes } from "./message-types.ts";
import { asMap } from "./raw.ts";
import type { Report } from "./report.ts";
import type { SentType, Slot, SlotType } from "./slot.ts";

const megabyte = 1_024 ** 2;

/** The keys that hold slots: three of the top, and the fields of an AI's answer. */
export type SlotsKey = "slots" | "inputs" | "outputs" | "schema";

/**
 * Compiles the slots. The reader has told of those without the right form; they stand for anything,
 * so that nothing is said of the steps that use them.
 */
export function compileSlots(
  value: unknown,
  report: Report,
  key: SlotsKey = "slots",
): ReadonlyMap<string, Slot> {
  const slots = new Map<string, Slot>();
  for (const [name, raw] of Object.entries(asMap(value) ?? {})) {
    const parsed = parseOnce(slotSchema, raw);
    slots.set(
      name,
      parsed.success ? compileSlot(name, parsed.data, [key, name], report) : unreadSlot(name, raw),
    );
  }
  return slots;
}

function unreadSlot(name: string, raw: unknown): Slot {
  return {
    name,
    type: { kind: "text", min: undefined, max: undefined, pattern: undefined },
    keep: asMap(raw)?.["keep"] === "contact" ? "contact" : undefined,
    isSensitive: false,
    // Not null, so that it counts as filled.
    initial: "",
    isUnread: true,
  };
}

function compileSlot(name: string, input: SlotInput, path: YamlPath, report: Report): Slot {
  const type = slotType(input, path, report);
  const slot: Slot = {
    name,
    type,
    keep: input.keep,
    isSensitive: input.sensitive ?? false,
    initial: null,
  };
  if (!("default" in input) || input.default === undefined) return slot;
  const initial = readDefault(slot, input.default);
  if (initial !== undefined) return { ...slot, initial };
  const isRelative = type.kind === "date" || type.kind === "datetime";
  report({
    code: "FLOW_DEFAULT_INVALID",
    path: [...path, "default"],
    message: `the default is no value of the slot "${name}" (${type.kind})`,
    ...(isRelative ? { hint: "write it as 2026-12-01 or 2026-12-01 15:30" } : {}),
  });
  // Not null, so that nothing is said of the steps that use it.
  return { ...slot, initial: "", isUnread: true };
}

type Scalar = string | number | boolean;

/** A default is written as a person would say it; undefined if it is no value of the slot. */
function readDefault(slot: Slot, written: Scalar | readonly Scalar[]): Json | undefined {
  const { type } = slot;
  if (typeof written !== "object") return readScalar(slot, written);
  if (type.kind !== "list") return undefined;
  const items = written.map((item) => readScalar({ ...slot, type: type.of }, item));
  const values = items.flatMap((item) => (item === undefined ? [] : [item]));
  return values.length === items.length && isSlotValue(type, values) ? values : undefined;
}

function readScalar(slot: Slot, written: Scalar): Json | undefined {
  const text = String(written);
  // `besok` would mean another day each time: not a default.
  const isRelative = slot.type.kind === "date" || slot.type.kind === "datetime";
  if (isRelative && !/^\d{4}-\d{2}-\d{2}/.test(text)) return undefined;
  const context = { locale: "en", timeZone: "UTC", nowAt: toMillis(0) };
  const reading = parseSlot(slot, text, context);
  return reading.ok ? reading.value : undefined;
}

function slotType(input: SlotInput, path: YamlPath, report: Report): SlotType {
  if (isSentInput(input)) return sentType(input);
  if (input.type === "object") return objectType(input.fields, path, report);
  if (!isListInput(input)) return writtenType(input, path, report);
  const { min, max } = input;
  checkBounds(min, max, path, report);
  return { kind: "list", of: itemType(input, path, report), min, max };
}

function objectType(
  fields: Readonly<Record<string, FieldInput>>,
  path: YamlPath,
  report: Report,
): SlotType {
  const parts = Object.entries(fields).map(([name, field]) => ({
    name,
    type: writtenType(field, [...path, "fields", name], report),
  }));
  return { kind: "object", fields: parts };
}

function itemType(input: ListInput, path: YamlPath, report: Report): SlotType {
  if (input.type === "list<object>") return objectType(input.fields, path, report);
  if (input.type === "list<enum>") {
    checkTwins(input.values, path, report);
    return { kind: "enum", values: input.values };
  }
  return itemTypes[input.type];
}

const free = { min: undefined, max: undefined } as const;
const itemTypes: Readonly<Record<(typeof listTypes)[number], SlotType>> = {
  "list<text>": { kind: "text", ...free, pattern: undefined },
  "list<integer>": { kind: "integer", ...free },
  "list<number>": { kind: "number", ...free },
  "list<boolean>": { kind: "boolean" },
  "list<date>": { kind: "date" },
  "list<time>": { kind: "time" },
  "list<datetime>": { kind: "datetime" },
  "list<duration>": { kind: "duration" },
  "list<phone>": { kind: "phone" },
  "list<email>": { kind: "email" },
  "list<url>": { kind: "url" },
};

type ListInput = Extract<SlotInput, { readonly type: `list<${string}>` }>;

function isListInput(input: SlotInput): input is ListInput {
  return input.type.startsWith("list<");
}

function writtenType(input: FieldInput, path: YamlPath, report: Report): SlotType {
  switch (input.type) {
    case "text": {
      checkBounds(input.min, input.max, path, report);
      return {
        kind: "text",
        min: input.min,
        max: input.max,
        pattern: wholePattern(input.pattern, path, report),
      };
    }
    case "integer":
    case "number":
      checkBounds(input.min, input.max, path, report);
      return { kind: input.type, min: input.min, max: input.max };
    case "enum":
      checkTwins(input.values, path, report);
      return { kind: "enum", values: input.values };
    case "boolean":
    case "date":
    case "time":
    case "datetime":
    case "duration":
    case "phone":
    case "email":
    case "url":
      return { kind: input.type };
    default:
      return assertNever(input, "writtenType");
  }
}

function sentType(input: SentInput): SlotType {
  return input.type === "media"
    ? {
        kind: "media",
        kinds: input.kinds ?? mediaKinds,
        maxBytes: input.max_mb === undefined ? undefined : input.max_mb * megabyte,
      }
    : { kind: input.type };
}

type SentInput = Extract<SlotInput, { readonly type: SentType["kind"] }>;

function isSentInput(input: SlotInput): input is SentInput {
  return input.type in messageTypes;
}

function checkTwins(values: readonly string[], path: YamlPath, report: Report): void {
  values.forEach((value, index) => {
    if (values.indexOf(value) === index) return;
    const message = `"${value}" stands here twice`;
    report({ code: "FLOW_VALUE_TWICE", path: [...path, "values", index], message });
  });
}

function checkBounds(
  min: number | undefined,
  max: number | undefined,
  path: YamlPath,
  report: Report,
): void {
  if (min === undefined || max === undefined || min <= max) return;
  const message = `"min" is ${min} and "max" is ${max}: nothing is in between`;
  report({ code: "FLOW_BOUNDS_EMPTY", path: [...path, "max"], message });
}

function wholePattern(pattern: string | undefined, path: YamlPath, report: Report) {
  if (pattern === undefined) return undefined;
  // By itself first: `a)(b` must not become right by what is put round it.
  const alone = compilePattern(pattern);
  const whole = compilePattern(`^(?:${pattern})$`);
  if (alone.ok && whole.ok) return whole.matches;
  const { message } = alone.ok ? { message: "the pattern cannot be read" } : alone;
  report({ code: "FLOW_PATTERN_INVALID", path: [...path, "pattern"], message });
  return undefined;
}
