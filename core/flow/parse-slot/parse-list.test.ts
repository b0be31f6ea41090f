import { expect, test } from "bun:test";
import type { Slot, SlotType } from "#core/flow/compile/slot.ts";
import { sampleNow } from "#core/flow/testing/sample-facts.ts";
import type { Json } from "#core/lib/json.ts";
import { isSlotValue, parseSlot } from "./parse-slot.ts";

const free = { min: undefined, max: undefined };
const integer = { kind: "integer", ...free } as const;
const number = { kind: "number", ...free } as const;
const text = { kind: "text", ...free, pattern: undefined } as const;

function listOf(of: SlotType, min?: number, max?: number): SlotType {
  return { kind: "list", of, min, max };
}

const answers: readonly (readonly [SlotType, string, Json | undefined])[] = [
  [listOf(text), "kopi, teh dan susu", ["kopi", "teh", "susu"]],
  [listOf(text), "- kopi\n- teh", ["kopi", "teh"]],
  [listOf(text), "1. kopi\n2. teh", ["kopi", "teh"]],
  [listOf(text), "salt & pepper; sugar", ["salt", "pepper", "sugar"]],
  [listOf(text), "kopi", ["kopi"]],
  [listOf(text), ", ;", undefined],
  [listOf(integer), "1,2 and three", [1, 2, 3]],
  [listOf(integer), "1,200", [1_200]],
  [listOf(number), "1,5, 2 dan 3", [1.5, 2, 3]],
  [listOf(integer), "1, two dozen", undefined],
  [listOf({ kind: "enum", values: ["latte", "tubruk"] }), "LATTE, tubruk", ["latte", "tubruk"]],
  [listOf({ kind: "date" }), "besok dan lusa", ["2026-11-18", "2026-11-19"]],
  [listOf(text, 2, 3), "a", undefined],
  [listOf(text, 2, 3), "a, b", ["a", "b"]],
  [listOf(text, 2, 3), "a, b, c, d", undefined],
  [{ kind: "object", fields: [{ name: "a", type: text }] }, "a", undefined],
];

test.each(answers)("%o reads %p as %p", (type, words, wanted) => {
  const slot: Slot = { name: "x", type, keep: undefined, isSensitive: false, initial: null };
  const context = { locale: "id", timeZone: "Asia/Jakarta", nowAt: sampleNow };
  const reading = parseSlot(slot, words, context);
  expect(reading.ok ? reading.value : undefined).toEqual(wanted);
});

test("a value fits a list or an object if all of it does", () => {
  const object: SlotType = {
    kind: "object",
    fields: [
      { name: "street", type: text },
      { name: "number", type: integer },
    ],
  };
  const fits: readonly (readonly [SlotType, Json, boolean])[] = [
    [listOf(integer), [1, 2], true],
    [listOf(integer), [], true],
    [listOf(integer), [1, "2"], false],
    [listOf(integer), [1, null], false],
    [listOf(integer), "1", false],
    [listOf(integer), Array.from({ length: 101 }, () => 1), false],
    [object, { street: "Jl. Senja", number: 1 }, true],
    [object, { street: null }, true],
    [object, {}, true],
    [object, { street: 1 }, false],
    [object, { town: "Bandung" }, false],
    [object, ["Jl. Senja"], false],
    [listOf(object), [{ number: 1 }, {}], true],
    [listOf(object), [{ number: "1" }], false],
  ];
  for (const [type, value, isRight] of fits) {
    expect([value, isSlotValue(type, value)]).toEqual([value, isRight]);
  }
});
