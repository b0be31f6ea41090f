import { compilePattern } from "#core/flow/expression/pattern.ts";
import { parseSlot } from "#core/flow/parse-slot/parse-slot.ts";
import type { YamlPath } from "#core/flow/read/yaml-source.ts";
import { type SlotInput, slotSchema } from "#core/flow/schema/slot-schema.ts";
import { assertNever } from "#core/lib/assert-never.ts";
import { toMillis } from "#core/lib/millis.ts";
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
    const parsed = slotSchema.safeParse(raw);
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
  // Written as a person would say it, so `besok` would mean another day each time: not a default.
  const context = { locale: "en", timeZone: "UTC", nowAt: toMillis(0) };
  const reading = parseSlot(slot, String(input.default), context);
  const isRelative = type.kind === "date" || type.kind === "datetime";
  const isFixed = !isRelative || /^\d{4}-\d{2}-\d{2}/.test(String(input.default));
  if (reading.ok && isFixed) return { ...slot, initial: reading.value };
  report({
    code: "FLOW_DEFAULT_INVALID",
    path: [...path, "default"],
    message: `the default is no value of the slot "${name}" (${type.kind})`,
    ...(isRelative ? { hint: "write it as 2026-12-01 or 2026-12-01 15:30" } : {}),
  });
  return slot;
}

function slotType(input: SlotInput, path: YamlPath, report: Report): SlotType {
  if (isSentInput(input)) return sentType(input);
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
      return assertNever(input, "slotType");
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
