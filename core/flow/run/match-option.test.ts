import { expect, test } from "bun:test";
import type { MessageIn } from "#core/model/message-in.ts";
import { matchOption } from "./match-option.ts";

const options = [
  { id: "espresso", title: "Espresso" },
  { id: "latte", title: "Caffè latte" },
  { id: "tubruk", title: "Kopi tubruk" },
  { id: "ten", title: "10" },
  { id: "heart", title: "❤️" },
  { id: "kopi_susu", title: "Kopi susu" },
];
const text = (value: string): MessageIn => ({ kind: "text", id: "in", text: value });
const match = (value: string, isPaged = false) => matchOption(options, text(value), isPaged);

test.each<[string, number | "next-page" | undefined]>([
  ["Espresso", 0],
  [" ESPRESSO! ", 0],
  ["caffe latte", 1],
  ["latte", 1],
  ["lat", 1],
  ["3", 2],
  ["3.", 2],
  ["10", 3],
  ["6", 5],
  ["7", undefined],
  ["0", undefined],
  ["❤️", 4],
  ["kopi", undefined],
  ["kopi s", 5],
  ["susu", undefined],
  ["", undefined],
  ["👍", undefined],
])("%j is option %p", (said, wanted) => {
  expect(match(said)).toEqual(wanted);
});

test("words for the next page only count where there is one", () => {
  expect(match("lagi", true)).toBe("next-page");
  expect(match("Next!", true)).toBe("next-page");
  expect(match("next")).toBeUndefined();
});

test("a tap counts by its id alone: a title of an older message may mean something else", () => {
  const tap = (choice: string, title: string): MessageIn => ({
    kind: "choice",
    id: "in",
    choice,
    title,
    source: "list",
  });
  expect(matchOption(options, tap("latte", "x"), false)).toBe(1);
  expect(matchOption(options, tap("old", "Espresso"), false)).toBeUndefined();
  expect(matchOption(options, tap("1", "1"), false)).toBeUndefined();
});
