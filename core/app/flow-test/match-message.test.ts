import { describe, expect, test } from "bun:test";
import { toMillis } from "#core/lib/millis.ts";
import type { ShownMessage } from "#core/model/ports/simulator.ts";
import { matchMessage } from "./match-message.ts";
import type { Said } from "./said.ts";

const phone: ShownMessage = {
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
const shown: Said = {
  shown: phone,
  options: [
    { id: "latte", title: "Caffè latte" },
    { id: "tubruk", title: "Kopi tubruk", description: "Unfiltered" },
  ],
  parts: { footer: "Prices include tax.", image: "https://shop.example/menu.jpg" },
};
const reminder: Said = {
  shown: {
    ...phone,
    text: "[order_reminder]",
    options: [],
    template: { name: "order_reminder", values: ["Sari"] },
  },
  options: [],
  parts: { language: "id" },
};
const place: Said = {
  shown: { ...phone, text: "Kopi Senja", options: [] },
  options: [],
  parts: { location: { latitude: -6.2, longitude: 106.8, name: "Kopi Senja" } },
};

describe("a bot line that is met", () => {
  test.each([
    ["the whole text", { text: "Yang mana?" }],
    ["a part of it", { contains: "mana" }],
    ["a pattern somewhere in it", { matches: "ma.a\\?$" }],
    ["the titles in order", { options: ["Caffè latte", "Kopi tubruk"] }],
    [
      "options by what is said of them",
      { options: [{ id: "latte" }, { description: "Unfiltered" }] },
    ],
    ["small print", { parts: { footer: "Prices include tax." } }],
    ["a file, by its address", { parts: { image: "https://shop.example/menu.jpg" } }],
    ["a file, whichever", { parts: { image: true } }],
    ["several at once", { contains: "Yang", options: ["Caffè latte", "Kopi tubruk"] }],
  ])("%s", (_, expected) => {
    expect(matchMessage(expected, shown)).toBeUndefined();
  });

  test("of a place, what the line asks for", () => {
    expect(matchMessage({ parts: { location: { name: "Kopi Senja" } } }, place)).toBeUndefined();
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
      [
        "Yang mana?",
        "(footer: Prices include tax.)",
        "(image: https://shop.example/menu.jpg)",
        "[Caffè latte] [Kopi tubruk]",
      ],
    ],
    [
      "an option's small print",
      { options: ["Caffè latte", { title: "Kopi tubruk", description: "Sweet" }] },
      ['"Caffè latte"', '{"title":"Kopi tubruk","description":"Sweet"}'],
      [
        '{"id":"latte","title":"Caffè latte"}',
        '{"id":"tubruk","title":"Kopi tubruk","description":"Unfiltered"}',
      ],
    ],
    [
      "other small print",
      { parts: { footer: "No tax." } },
      ["footer: No tax."],
      ["footer: Prices include tax."],
    ],
    [
      "a film where a picture came",
      { parts: { video: true } },
      ["video: true"],
      [
        "Yang mana?",
        "(footer: Prices include tax.)",
        "(image: https://shop.example/menu.jpg)",
        "[Caffè latte] [Kopi tubruk]",
      ],
    ],
  ])("%s is told with both sides", (_, line, expected, actual) => {
    expect(matchMessage(line, shown)).toMatchObject({ expected, actual });
  });

  test("of a place, only what the line asks for is shown", () => {
    const line = { parts: { location: { name: "Kopi Pagi" } } };
    expect(matchMessage(line, place)).toEqual({
      message: "location is different",
      expected: ['location: {"name":"Kopi Pagi"}'],
      actual: ['location: {"name":"Kopi Senja"}'],
    });
  });

  test("a value of the template", () => {
    expect(matchMessage({ values: ["Tom"] }, reminder)).toEqual({
      message: "the template's values are different",
      expected: ["Tom"],
      actual: ["Sari"],
    });
  });
});
