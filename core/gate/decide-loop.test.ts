import { describe, expect, test } from "bun:test";
import { toMillis } from "#core/lib/millis.ts";
import { decideLoop, type Said } from "./decide-loop.ts";

/** Texts of both sides in turn, theirs first: `gapMs` after our answer, which comes at once. */
function talk(theirs: readonly string[], ours: readonly string[], gapMs = 5_000) {
  const heard: Said[] = [];
  const said: Said[] = [];
  let at = 1_800_000_000_000;
  for (const [index, text] of theirs.entries()) {
    heard.push({ text, at: toMillis(at) });
    const answer = ours[index % ours.length];
    if (answer !== undefined) said.push({ text: answer, at: toMillis(at + 10) });
    at += gapMs;
  }
  return decideLoop(heard, said);
}
const eight = (...texts: readonly string[]) =>
  Array.from({ length: 8 }, (_, index) => texts[index % texts.length] ?? "");
const menu = ["Halo! Tulis MENU untuk mulai."];
const long = "Thank you for your message, I will answer you soon, my friend!";

describe("machines", () => {
  test.each([
    ["the same text", eight("Maaf, saya tidak mengerti."), menu, 5_000],
    ["two in turn", eight("Maaf.", "Halo!"), menu, 5_000],
    ["the same but for numbers", eight("Tiket 1", "tiket  22", "TIKET 333"), menu, 5_000],
    ["two on either side", eight("A", "B"), ["C", "D"], 5_000],
  ])("repeat themselves: %s", (_, theirs, ours, gapMs) => {
    expect(talk(theirs, ours, gapMs)).toBe("repeats");
  });

  test("write faster than people type, whatever they write", () => {
    const words = eight().map((_, index) => `${long} ${"x".repeat(index)}`);
    expect(talk(words, words, 1_000)).toBe("too-fast");
  });
});

describe("people", () => {
  test.each([
    [
      "answer a quiz with yes and no",
      eight("ya", "tidak"),
      eight().map((_, i) => `Soal ${"?".repeat(i)}`),
      3_000,
    ],
    ["try words until one is understood", ["a", "b", "c", "d", "e", "f", "g", "h"], menu, 2_000],
    [
      "paste long texts after they have read",
      eight().map((_, i) => long.repeat(i + 1)),
      menu,
      60_000,
    ],
    ["write short words fast", eight("ok", "ya", "2", "sip"), menu, 500],
    ["take three answers in turn", eight("a", "b", "c"), menu, 3_000],
  ])("%s", (_, theirs, ours, gapMs) => {
    expect(talk(theirs, ours, gapMs)).toBeUndefined();
  });

  test("who do not wait for an answer are in no loop", () => {
    const at = toMillis(1_800_000_000_000);
    const heard = eight("halo").map((text, index) => ({ text, at: toMillis(at + index) }));
    expect(decideLoop(heard, [{ text: "Halo!", at: toMillis(at + 3) }])).toBeUndefined();
    expect(decideLoop([], [])).toBeUndefined();
  });
});
