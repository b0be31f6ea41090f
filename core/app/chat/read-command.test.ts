import { expect, test } from "bun:test";
import { hourMs, toMillis } from "#core/lib/millis.ts";
import { readCommand } from "./read-command.ts";

const newest = {
  vendorId: "wamid.1",
  person: { name: "Sari" },
  at: toMillis(0),
  text: "Yang mana?",
  options: [
    { id: "latte", title: "Caffè latte" },
    { id: "tubruk", title: "Kopi tubruk" },
  ],
  body: {},
};

test.each([
  ["2", { kind: "act", act: { kind: "choice", choice: "tubruk" } }],
  ["caffe latte", { kind: "act", act: { kind: "choice", choice: "latte" } }],
  ["3", { kind: "act", act: { kind: "text", text: "3" } }],
  ["0", { kind: "act", act: { kind: "text", text: "0" } }],
  ["  kopi ", { kind: "act", act: { kind: "text", text: "kopi" } }],
  ["", { kind: "nothing" }],
  ["/tap Jam buka", { kind: "act", act: { kind: "choice", choice: "Jam buka" } }],
  ["/react 👍", { kind: "act", act: { kind: "reaction", emoji: "👍" } }],
  ["/after 25h", { kind: "after", durationMs: 25 * hourMs }],
  ["/quit", { kind: "quit" }],
  ["/tap", { kind: "unknown", name: "/tap" }],
  ["/dance now", { kind: "unknown", name: "/dance" }],
] as const)("%p is understood", (line, command) => {
  expect(readCommand(line, newest)).toEqual(command);
});

test("without options a number is a number", () => {
  expect(readCommand("2", { ...newest, options: [] })).toEqual({
    kind: "act",
    act: { kind: "text", text: "2" },
  });
});

test("a duration that is none is explained", () => {
  expect(readCommand("/after tomorrow", undefined)).toMatchObject({ kind: "say" });
});
