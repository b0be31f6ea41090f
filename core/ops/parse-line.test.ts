import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { Json } from "#core/lib/json.ts";
import { isCommandText, parseLine } from "./parse-line.ts";

function read(text: string): Json {
  const reading = parseLine(text);
  if (reading.kind !== "ok") return reading.kind;
  return [...reading.line.words, Object.fromEntries(reading.line.named)];
}

describe("a command line", () => {
  test.each([
    ["/status", ["status", {}]],
    ["  /contact   show  +62 812", ["contact", "show", "+62", "812", {}]],
    ["/set limits.contact=30/min", ["set", { "limits.contact": "30/min" }]],
    ['/contact show "Rani Sari"', ["contact", "show", "Rani Sari", {}]],
    ["/contact show “Rani Sari”", ["contact", "show", "Rani Sari", {}]],
    [
      "/x wording=\"Boleh, ya?\" Evidence='form 17'",
      ["x", { wording: "Boleh, ya?", evidence: "form 17" }],
    ],
    ["/x don't", ["x", "don't", {}]],
    ["/x a==b", ["x", { a: "=b" }]],
    ["/x =b 1=2", ["x", "=b", "1=2", {}]],
    ['/x "" a=', ["x", "", { a: "" }]],
    ['/x "a', "open-quote"],
    ["/", [{}]],
  ])("%s", (text, parts) => {
    expect(read(text)).toEqual(parts);
  });

  test.each([
    ["/status", true],
    ["\n/jeda", true],
    ["status", false],
    ["/", false],
    ["// no", false],
    ["/ no", false],
    ["and/or", false],
  ])("%p is written as a command: %p", (text, isOne) => {
    expect(isCommandText(text)).toBe(isOne);
  });

  test("any text at all gives a reading, and any words come back out of quotes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(["ok", "open-quote"]).toContain(parseLine(text).kind);
      }),
    );
    const word = fc.string({ unit: "grapheme" }).map((text) => text.replaceAll('"', ""));
    fc.assert(
      fc.property(fc.array(word), fc.string({ unit: "grapheme" }), (words, value) => {
        const plain = value.replaceAll('"', "");
        const text = `/x ${words.map((item) => `"${item}"`).join(" ")} v="${plain}"`;
        expect(read(text)).toEqual(["x", ...words, { v: plain }]);
      }),
    );
  });
});
