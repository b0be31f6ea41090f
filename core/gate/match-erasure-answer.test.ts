import { expect, test } from "bun:test";
import type { MessageIn } from "#core/model/message-in.ts";
import { matchErasureAnswer } from "./match-erasure-answer.ts";

const typed = (text: string): MessageIn => ({ kind: "text", id: "m", text });

test.each([
  ["YES", "yes"],
  ["Ya! 🙏", "yes"],
  ["sí", "yes"],
  ["نعم", "yes"],
  ["tidak", "no"],
  ["batal", "no"],
  ["ya, tapi nanti", undefined],
  ["yes no", undefined],
  ["👍", undefined],
  ["", undefined],
] as const)("%p answers %p", (text, answer) => {
  expect(matchErasureAnswer(typed(text))).toBe(answer);
});

test("what was tapped or forwarded is no answer", () => {
  const tap: MessageIn = { kind: "choice", id: "m", choice: "x", title: "Yes", source: "button" };
  expect(matchErasureAnswer(tap)).toBeUndefined();
  expect(
    matchErasureAnswer({ kind: "text", id: "m", text: "yes", forwarded: true }),
  ).toBeUndefined();
});
