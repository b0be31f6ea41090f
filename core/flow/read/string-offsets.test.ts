import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { stringify } from "yaml";
import { readYaml } from "./yaml-source.ts";

/** Where `needle`, found in the value under `a`, stands in the file: `line:column`. */
function place(text: string, needle: string): string {
  const source = readYaml("f.yaml", text);
  const value = (source.value ?? {}) satisfies object;
  const content: unknown = Reflect.get(value, "a");
  expect(content).toContain(needle);
  const start = String(content).indexOf(needle);
  const at = source.stringPosition(["a"], start, start + needle.length);
  return `${at.line}:${at.column}-${at.endLine}:${at.endColumn}`;
}

describe("stringPosition", () => {
  test.each([
    ["plain", "a: hi {{ x }}\n", "x", "1:10-1:11"],
    ["plain over two lines", "a: hi\n   {{ x }}\n", "x", "2:7-2:8"],
    ["plain with an empty line", "a: hi\n\n   ho {{ x }}\n", "x", "3:10-3:11"],
    ["single quotes", "a: 'hi {{ x }}'\n", "x", "1:11-1:12"],
    ["doubled single quotes before it", "a: 'it''s {{ x }}'\n", "x", "1:14-1:15"],
    ["double quotes", 'a: "hi {{ x }}"\n', "x", "1:11-1:12"],
    ["escapes before it", 'a: "\\n\\u00e9\\x41\\" {{ xy }}"\n', "xy", "1:23-1:25"],
    ["a line that goes on", 'a: "one \\\n   two {{ x }}"\n', "x", "2:11-2:12"],
    ["folded double quotes", 'a: "one\n\n  two {{ x }}"\n', "x", "3:10-3:11"],
    ["a literal block", "a: |\n  one\n    two {{ x }}\n", "x", "3:12-3:13"],
    ["a literal block in a map", "b:\n  - 1\na: |-\n    one\n\n    {{ x }}\n", "x", "6:8-6:9"],
    ["a folded block", "a: >\n  one\n  two {{ x }}\n\n  three {{ y }}\n", "y", "5:12-5:13"],
    ["deeper lines in a folded block", "a: >-\n  one\n    two\n  {{ x }}\n", "x", "4:6-4:7"],
    ["an explicit indentation", "a: |2\n    one\n   {{ x }}\n", "x", "3:7-3:8"],
    ["Windows line ends", "a: |\r\n  one\r\n  {{ x }}\r\n", "x", "3:6-3:7"],
    ["emoji before it", "a: 🎉 {{ x }}\n", "x", "1:10-1:11"],
  ])("%s", (_name, text, needle, expected) => {
    expect(place(text, needle)).toBe(expected);
  });

  test("what is not a string has the place of its value", () => {
    const source = readYaml("f.yaml", "a: 12\n");
    expect(source.stringPosition(["a"], 1)).toEqual(source.at(["a"]));
    expect(source.stringPosition(["b", "c"], 1)).toEqual(source.at(["b"]));
  });

  test("every letter and digit is found where it stands, in every style", () => {
    const styles = [
      "PLAIN",
      "QUOTE_DOUBLE",
      "QUOTE_SINGLE",
      "BLOCK_LITERAL",
      "BLOCK_FOLDED",
    ] as const;
    const words = fc.array(
      fc.constantFrom("ab", "C3", " ", "\n", "\n\n", "'", '"', "\\", "  ", "🎉", "é", ": ", "#"),
      {
        maxLength: 30,
      },
    );
    fc.assert(
      fc.property(
        words,
        fc.constantFrom(...styles),
        fc.constantFrom(20, 80),
        (pieces, style, lineWidth) => {
          const written = pieces.join("");
          const text = stringify({ a: written }, { defaultStringType: style, lineWidth });
          const source = readYaml("f.yaml", text);
          const content = String(Reflect.get(Object(source.value), "a"));
          expect(content.replaceAll(/\s/g, "")).toBe(written.replaceAll(/\s/g, ""));
          const lines = text.split("\n");
          Array.from(content).forEach((char, index) => {
            if (!/[A-Za-z0-9]/.test(char)) return;
            const offset = Array.from(content).slice(0, index).join("").length;
            const at = source.stringPosition(["a"], offset);
            expect(lines[at.line - 1]?.[at.column - 1]).toBe(char);
          });
        },
      ),
      { numRuns: 500 },
    );
  });
});
