import { describe, expect, test } from "bun:test";
import { toMillis } from "#core/lib/millis.ts";
import type { ShownMessage } from "#core/model/ports/simulator.ts";
import { matchMessage } from "./match-message.ts";

const shown: ShownMessage = {
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
const reminder: ShownMessage = {
  ...shown,
  text: "[order_reminder]",
  options: [],
  template: { name: "order_reminder", values: ["Sari"] },
};

describe("a bot line that is met", () => {
  test.each([
    ["the whole text", { text: "Yang mana?" }],
    ["a part of it", { contains: "mana" }],
    ["a pattern somewhere in it", { matches: "ma.a\\?$" }],
    ["the titles in order", { options: ["Caffè latte", "Kopi tubruk"] }],
    ["several at once", { contains: "Yang", options: ["Caffè latte", "Kopi tubruk"] }],
  ])("%s", (_, expected) => {
    expect(matchMessage(expected, shown)).toBeUndefined();
  });

  test("a template and its values", () => {
    const expected = { template: "order_reminder", values: ["Sari"] };
    expect(matchMessage(expected, reminder)).toBeUndefined();
  });
});

describe("a bot line that is not met", () => {
  test.each([
    ["another text", { text: "yang mana?" }, ["yang mana?"], ["Yang mana?"]],
    ["a part that is missing", { contains: "siapa" }, ["… siapa …"], ["Yang mana?"]],
    ["a pattern that is nowhere", { matches: "^mana" }, ["/^mana/"], ["Yang mana?"]],
    [
      "options in another order",
      { options: ["Kopi tubruk", "Caffè latte"] },
      ["[Kopi tubruk] [Caffè latte]"],
      ["[Caffè latte] [Kopi tubruk]"],
    ],
    [
      "no options where there are some",
      { options: [] },
      ["(no options)"],
      ["[Caffè latte] [Kopi tubruk]"],
    ],
    [
      "a template where a text came",
      { template: "order_reminder" },
      ["template order_reminder(…)"],
      ["Yang mana?", "[Caffè latte] [Kopi tubruk]"],
    ],
  ])("%s is told with both sides", (_, line, expected, actual) => {
    expect(matchMessage(line, shown)).toMatchObject({ expected, actual });
  });

  test("a value of the template", () => {
    expect(matchMessage({ values: ["Tom"] }, reminder)).toEqual({
      message: "the template's values are different",
      expected: ["Tom"],
      actual: ["Sari"],
    });
  });
});
