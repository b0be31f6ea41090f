import { describe, expect, test } from "bun:test";
import { foldText } from "#core/lib/text.ts";
import type { MessageIn } from "#core/model/message-in.ts";
import { interrupts, interruptWords } from "./interrupt-words.ts";
import { matchInterrupt } from "./match-interrupt.ts";

const typed = (text: string): MessageIn => ({ kind: "text", id: "m", text });

describe("a whole message is an interrupt", () => {
  test.each([
    ["STOP", "stop"],
    ["  stop!! 🙏", "stop"],
    ["Berhenti.", "stop"],
    ["Unsubscribe", "stop"],
    ["mulai", "start"],
    ["Bantuan?", "help"],
    ["HUMAN", "human"],
    ["Bicara dengan orang", "human"],
    ["batal", "cancel"],
    ["menú", "menu"],
  ] as const)("%p is %s", (text, interrupt) => {
    expect(matchInterrupt(typed(text))).toBe(interrupt);
  });

  test.each(["stop, nanti dulu", "saya mau berhenti kerja", "don't stop", "", "🙏", "menu kopi"])(
    "%p is not",
    (text) => {
      expect(matchInterrupt(typed(text))).toBeUndefined();
    },
  );
});

test("a tapped button is never an interrupt", () => {
  const tap: MessageIn = { kind: "choice", id: "m", choice: "x", title: "STOP", source: "button" };
  expect(matchInterrupt(tap)).toBeUndefined();
});

test("every word is folded and stands under one interrupt only", () => {
  const words = interrupts.flatMap((interrupt) => interruptWords[interrupt]);
  expect(new Set(words).size).toBe(words.length);
  for (const word of words) expect(foldText(word)).toBe(word);
});
