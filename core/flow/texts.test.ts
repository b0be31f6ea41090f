import { expect, test } from "bun:test";
import type { SlotType } from "./compile/slot.ts";
import { sampleCapabilities } from "./testing/sample-catalog.ts";
import { engineTexts } from "./texts.ts";

test("Indonesian is spoken to id and id-ID, English to all others", () => {
  expect(engineTexts("id-ID")).toBe(engineTexts("id"));
  expect(engineTexts("id")).not.toBe(engineTexts("en"));
  expect(engineTexts("idn")).toBe(engineTexts("en"));
  expect(engineTexts("fr")).toBe(engineTexts("en"));
});

test("the list's button fits WhatsApp in both languages", () => {
  for (const locale of ["en", "id"]) {
    const { chooseButton } = engineTexts(locale);
    expect(chooseButton.length).toBeLessThanOrEqual(sampleCapabilities.list?.buttonChars ?? 0);
  }
});

test("bounds of a number are told", () => {
  const type = (min?: number, max?: number): SlotType => ({ kind: "integer", min, max });
  const { notUnderstood } = engineTexts("en");
  expect(notUnderstood(type(1, 5))).toContain("from 1 to 5.");
  expect(notUnderstood(type(1))).toContain("at least 1.");
  expect(notUnderstood(type(undefined, 5))).toContain("at most 5.");
  expect(notUnderstood(type())).toContain("a whole number.");
});

test("the way to a person has one name, the one in the help", () => {
  for (const [locale, name] of [
    ["en", "HUMAN"],
    ["id", "ADMIN"],
  ] as const) {
    const { offerHuman, outOfScope, spent } = engineTexts(locale);
    for (const text of [offerHuman, outOfScope, spent]) expect(text).toContain(` ${name} `);
  }
});
