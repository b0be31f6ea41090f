import { describe, expect, test } from "bun:test";
import { foldText } from "#core/lib/text.ts";
import type { MessageIn } from "#core/model/message-in.ts";
import { interruptWords } from "./interrupt-words.ts";
import { matchInterrupt } from "./match-interrupt.ts";
import { interrupts } from "./words/interrupt-words.ts";

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
    ["PARAR 🛑", "stop"],
    ["Arrêtez !", "stop"],
    ["Désinscription", "stop"],
    ["Stopp!!!", "stop"],
    ["não quero receber", "stop"],
    ["Afmelden", "stop"],
    ["jangan hantar lagi", "stop"],
    ["توقف", "stop"],
    ["أبدأ", "start"],
    ["बंद करें", "stop"],
    ["Mitarbeiter", "human"],
    ["My data?", "data"],
    ["DATA SAYA", "data"],
    ["STOP STOP STOP", "stop"],
    [`STOP${"!".repeat(90)}`, "stop"],
    [`berhenti ${"🛑".repeat(60)}`, "stop"],
    ["Tolong berhenti 🙏", "stop"],
    ["Stop, please.", "stop"],
    ["Delete my data!", "erase"],
    ["hapus data saya", "erase"],
    ["Meine Daten löschen", "erase"],
  ] as const)("%p is %s", (text, interrupt) => {
    expect(matchInterrupt(typed(text))).toBe(interrupt);
  });

  test.each([
    "stop, nanti dulu",
    "saya mau berhenti kerja",
    "basta ya de lluvia",
    "nicht abmelden",
    "don't stop",
    "stop promo besok saja",
    "stop berhenti dulu",
    "stop stop aku bingung",
    "start stop",
    "",
    "🙏",
    "menu kopi",
    "data saya salah",
    "jangan hapus data saya",
  ])("%p is not", (text) => {
    expect(matchInterrupt(typed(text))).toBeUndefined();
  });
});

test("a tapped button is never an interrupt", () => {
  const tap: MessageIn = { kind: "choice", id: "m", choice: "x", title: "STOP", source: "button" };
  expect(matchInterrupt(tap)).toBeUndefined();
});

test("every language has words for STOP, and a word stands under one interrupt only", () => {
  const words = interrupts.flatMap((interrupt) => interruptWords[interrupt]);
  expect(new Set(words).size).toBe(words.length);
  for (const word of words) expect(foldText(word)).toBe(word);
  expect(interruptWords.stop.length).toBeGreaterThan(50);
});
