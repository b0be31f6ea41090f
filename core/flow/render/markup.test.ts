import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { escapeMarkdown, toMarkup } from "./markup.ts";

/** Markdown → WhatsApp → none. */
const cases: readonly (readonly [string, string, string])[] = [
  ["**bold** text", "*bold* text", "bold text"],
  ["__bold__ text", "*bold* text", "bold text"],
  ["*italic* and _italic_", "_italic_ and _italic_", "italic and italic"],
  ["~~gone~~", "~gone~", "gone"],
  ["**bold with _italic_ inside**", "*bold with _italic_ inside*", "bold with italic inside"],
  ["`code *x*` stays", "`code *x*` stays", "code *x* stays"],
  ["```\n*x* = 1\n```", "```\n*x* = 1\n```", "\n*x* = 1\n"],
  ["[our shop](https://a.example)", "our shop: https://a.example", "our shop: https://a.example"],
  ["[https://a.example](https://a.example)", "https://a.example", "https://a.example"],
  [
    "- one\n- two\n1. three\n* four",
    "- one\n- two\n1. three\n* four",
    "- one\n- two\n1. three\n* four",
  ],
  ["2 * 3 * 4 and 2*3*4", "2 * 3 * 4 and 2*3*4", "2 * 3 * 4 and 2*3*4"],
  ["snake_case_name", "snake_case_name", "snake_case_name"],
  ["https://a.example/a_b_c", "https://a.example/a_b_c", "https://a.example/a_b_c"],
  ["a lone * or ** or _ sign", "a lone * or ** or _ sign", "a lone * or ** or _ sign"],
  ["*never closed", "*never closed", "*never closed"],
  ["*not over\nlines*", "*not over\nlines*", "*not over\nlines*"],
  ["\\*as it is\\*", "*\u2060as it is*", "*as it is*"],
  ["**Rp 5.000**, please", "*Rp 5.000*, please", "Rp 5.000, please"],
];

describe("Markdown becomes the channel's own marks", () => {
  for (const [markdown, whatsapp, none] of cases) {
    test(JSON.stringify(markdown), () => {
      expect(toMarkup(markdown, "whatsapp")).toBe(whatsapp);
      expect(toMarkup(markdown, "none")).toBe(none);
      expect(toMarkup(markdown, "markdown")).toBe(markdown);
    });
  }
});

const signs = fc
  .array(
    fc.constantFrom(
      "*",
      "_",
      "~",
      "`",
      "\\",
      "a",
      "1",
      " ",
      "\n",
      "[",
      "](https://e.com)",
      "**",
      "```",
    ),
    {
      maxLength: 40,
    },
  )
  .map((list) => list.join(""));

test("what is put in reads as it was typed", () => {
  fc.assert(
    fc.property(signs, (value) => {
      expect(toMarkup(escapeMarkdown(value), "none")).toBe(value);
      expect(toMarkup(escapeMarkdown(value), "whatsapp").replaceAll("\u2060", "")).toBe(value);
    }),
    { numRuns: 2_000 },
  );
});

/** A pair as WhatsApp sees it: opened at a word's edge, closed at one, on one line. */
const pair = /(?<![\p{L}\p{N}])([*_~`])(?=[^\s\u2060])[^\n]*?\S\1(?![\p{L}\p{N}])/u;

test("what is put in never turns bold, italic, struck or into code", () => {
  fc.assert(
    fc.property(signs, (value) => {
      const shown = toMarkup(`You wrote ${escapeMarkdown(value)} today`, "whatsapp");
      expect(shown).not.toMatch(pair);
    }),
    { numRuns: 2_000 },
  );
});

test("many lone signs cost no more than their number", () => {
  const started = performance.now();
  for (const piece of ["*a ", "_a", "[", "`", "```", "**", "~~x ", "[a](", "\\"]) {
    toMarkup(piece.repeat(5_000), "whatsapp");
  }
  expect(performance.now() - started).toBeLessThan(2_000);
});
