import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { formatFinding } from "./code-frame.ts";
import type { Finding } from "./finding.ts";

function at(line: number, column: number, endColumn: number, endLine = line): Finding {
  return {
    code: "FLOW_KEY_UNKNOWN",
    severity: "error",
    at: { file: "flows/bad.flow.yaml", line, column, endLine, endColumn },
    message: 'unknown key "tpye"',
  };
}

describe("formatFinding", () => {
  test("shows place, code, the line before, carets and the hint", () => {
    const source = ["slots:", "  cups:", "    into: Jumlah", "    tpye: number", ""].join("\n");
    const shown = formatFinding({ ...at(4, 5, 9), hint: 'did you mean "type"?' }, source);
    expect(shown).toBe(
      [
        'flows/bad.flow.yaml:4:5 error unknown key "tpye" [FLOW_KEY_UNKNOWN]',
        "  3 │     into: Jumlah",
        "> 4 │     tpye: number",
        '    │     ^^^^ did you mean "type"?',
      ].join("\n"),
    );
  });

  test("lines up line numbers of different lengths", () => {
    const source = `${"x\n".repeat(9)}tpye: 1`;
    const lines = formatFinding(at(10, 1, 5), source).split("\n");
    expect(lines.slice(1)).toEqual(["   9 │ x", "> 10 │ tpye: 1", "     │ ^^^^"]);
  });

  test.each([
    ["an emoji is two columns", "a: 🎉 x", 7, 8, "      ^"],
    ["a family emoji is one sign of two columns", "a: 👨‍👩‍👧 x", 13, 14, "      ^"],
    ["an accent of its own has no width", "a: e\u0301 x", 7, 8, "     ^"],
    ["a tab is two columns", "a: \t x", 6, 7, "      ^"],
    ["Chinese signs are two columns", "a: 中文 x", 7, 8, "        ^"],
  ])("%s", (_name, source, column, endColumn, carets) => {
    const lines = formatFinding(at(1, column, endColumn), source).split("\n");
    expect(lines.at(-1)).toBe(`    │ ${carets}`);
  });

  test("cuts a long line round the place", () => {
    const source = `${"a".repeat(500)}!${"b".repeat(500)}`;
    const [, line, carets] = formatFinding(at(1, 501, 502), source).split("\n");
    expect(line?.startsWith("> 1 │ …aaa")).toBe(true);
    expect(line?.endsWith("b…")).toBe(true);
    expect(line?.length).toBeLessThanOrEqual(110);
    expect(line?.[carets?.indexOf("^") ?? 0]).toBe("!");
  });

  test("underlines to the end of the first line of a longer place", () => {
    const lines = formatFinding(at(1, 4, 3, 3), 'a: "one  \ntwo\nthree"').split("\n");
    expect(lines.at(-1)).toBe("    │    ^^^^");
  });

  test("lets no control character of the source reach the terminal", () => {
    const shown = formatFinding(at(1, 1, 2), "a: \u001b[31mred\u0007\u0000\r");
    // oxlint-disable-next-line no-control-regex -- they are what must not be there
    expect(/[\u0000-\u0009\u000b-\u001f]/.test(shown)).toBe(false);
  });

  test("names related places", () => {
    const related = [{ at: at(2, 3, 4).at, message: "the first one is here" }];
    expect(formatFinding({ ...at(1, 1, 2), related }, "a: 1")).toEndWith(
      "\n  flows/bad.flow.yaml:2:3 the first one is here",
    );
  });

  test("never throws, whatever the text and the place", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        fc.nat(5),
        fc.nat(50),
        fc.nat(50),
        (source, line, column, end) => {
          formatFinding({ ...at(line, column, end), hint: "h" }, source);
        },
      ),
    );
  });
});
