import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { maxYamlBytes, readYaml } from "./yaml-source.ts";

function found(text: string): string[] {
  return readYaml("f.yaml", text).findings.map(
    ({ at, severity, code }) => `${at.line}:${at.column} ${severity} ${code}`,
  );
}

describe("broken YAML", () => {
  test.each([
    ["an open quote, at the quote", 'a: 1\nsay: "Hi\nb: 2\n', ["2:6 error YAML_QUOTE_OPEN"]],
    [
      "an open quote that ends in the next one",
      '- say: "Hi\n- say: "Ho"\n',
      ["1:8 error YAML_QUOTE_OPEN"],
    ],
    ["text after a quote", 'if: "a" == "b"\n', ["1:9 error YAML_TEXT_AFTER_QUOTE"]],
    ["an apostrophe inside single quotes", "say: 'it's'\n", ["1:10 error YAML_TEXT_AFTER_QUOTE"]],
    ["a tab as indentation", "a:\n\t- b\n", ["2:1 error YAML_TAB"]],
    ["a colon in bare text", "say: Note: hello\n", ["1:6 error YAML_COLON"]],
    ["a line that stands too deep", "a: 1\n  b: 2\n", ["2:3 error YAML_INDENT"]],
    ["a line that stands between levels", "a:\n  b: 1\n c: 2\n", ["3:1 error YAML_INDENT"]],
    ["an open bracket", "a: [1, 2\nb: 3\n", ["1:4 error YAML_BRACKET_OPEN"]],
    ["a reserved sign", "say: @you\n", ["1:6 error YAML_SCALAR_START"]],
    ["an unknown escape", 'say: "\\q"\n', ["1:7 error YAML_ESCAPE"]],
    ["a list beside its key", "a: - b\n", ["1:4 error YAML_SYNTAX"]],
    ["a second document", "a: 1\n---\nb: 2\n", ["2:1 error YAML_MANY_DOCUMENTS"]],
    ["a directive", "%YAML 1.1\n---\na: yes\n", ["1:1 error YAML_DIRECTIVE"]],
    ["a duplicate key", "a: 1\nb: 1\na: 2\n", ["3:1 error YAML_KEY_DUPLICATE"]],
    [
      "an anchor and an alias",
      "a: &x 1\nb: *x\n",
      ["1:4 error YAML_ANCHOR", "2:4 error YAML_ANCHOR"],
    ],
    ["bold text that is an alias, once", "say: *bold* text\n", ["1:6 error YAML_ANCHOR"]],
    ["a merge key", "<<: { a: 1 }\n", ["1:1 error YAML_ANCHOR"]],
    ["a known tag", "a: !!binary aaa\n", ["1:4 error YAML_TAG"]],
    ["an expression that is a tag", "when: !slots.vip\n", ["1:7 error YAML_TAG"]],
    ["a list as key", "? [a]\n: b\n", ["1:3 error YAML_KEY_NOT_TEXT"]],
    ["no key", ": b\n", ["1:1 error YAML_KEY_NOT_TEXT"]],
    ["a key that reaches the prototype", "__proto__: 1\n", ["1:1 error YAML_KEY_REFUSED"]],
    ["a hash inside bare text", "say: You are #1\n", ["1:14 warning YAML_COMMENT_CUTS_TEXT"]],
    ["infinity", "a: .inf\n", ["1:4 error YAML_NUMBER_INEXACT"]],
    [
      "a number with too many digits",
      "a: 12345678901234567890\n",
      ["1:4 error YAML_NUMBER_INEXACT"],
    ],
  ])("%s", (_name, text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  test.each([
    ["to: +6281234567890\n", ["1:5 error YAML_NUMBER_PHONE"]],
    ["to: 081234567890\n", ["1:5 error YAML_NUMBER_PHONE"]],
    ["to: 6281234567890\n", ["1:5 warning YAML_NUMBER_PHONE"]],
    ["to: 0123\n", ["1:5 warning YAML_NUMBER_PHONE"]],
    ['to: "+6281234567890"\n', []],
    ["max: 100000000\n", []],
    ["max: 1500000000\n", []],
    ["max: 0\n", []],
  ])("phone numbers: %j", (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  test("tells all mistakes of a file, in order", () => {
    const text = 'a: @x\nb: 1\nb: 2\nsay: {{ name }}\nc: "\\q"\nd: &q 1\n';
    expect(found(text)).toEqual([
      "1:4 error YAML_SCALAR_START",
      "3:1 error YAML_KEY_DUPLICATE",
      "4:6 error YAML_BRACES_UNQUOTED",
      "5:5 error YAML_ESCAPE",
      "6:4 error YAML_ANCHOR",
    ]);
  });

  test("names the first of two equal keys", () => {
    const [finding] = readYaml("f.yaml", "a: 1\na: 2\n").findings;
    expect(finding?.related?.[0]?.at).toMatchObject({ line: 1, column: 1 });
  });

  test("marks where the structure becomes a guess", () => {
    expect(readYaml("f.yaml", "a: 1\nb: [\nc: 1\n").brokenAt).toMatchObject({ line: 2 });
    expect(readYaml("f.yaml", 'a: "\\q"\nb: {{ x }}\nb: 2\n').brokenAt).toBeUndefined();
  });
});

describe("braces without quotes", () => {
  test.each([
    ["say: {{ name }}\n", { say: "{{ name }}" }, 'put quotes round it: "{{ name }}"'],
    [
      "say: {{ default(contact.name, 'x') }}, hi\n",
      { say: "{{ default(contact.name, 'x') }}, hi" },
      "put quotes round it: \"{{ default(contact.name, 'x') }}, hi\"",
    ],
    ['say: {{ a }} "b"\n', { say: '{{ a }} "b"' }, "put quotes round it: '{{ a }} \"b\"'"],
    [
      "with: { a: {{ x }}, b: 1 }\n",
      { with: { a: "{{ x }}", b: 1 } },
      'put quotes round it: "{{ x }}"',
    ],
  ])("%j is read as text and told once", (text, value, hint) => {
    const source = readYaml("f.yaml", text);
    expect(JSON.parse(JSON.stringify(source.value))).toEqual(value);
    expect(source.findings.map((finding) => [finding.code, finding.hint])).toEqual([
      ["YAML_BRACES_UNQUOTED", hint],
    ]);
  });

  test("inside a longer text they need no quotes", () => {
    expect(found("say: Hi {{ name }}!\n")).toEqual([]);
  });
});

describe("values", () => {
  test("are plain data without a prototype", () => {
    const { value } = readYaml("f.yaml", "a: { b: [1, x, true, null, 1.5] }\nconstructor: 1\n");
    expect(JSON.stringify(value)).toBe('{"a":{"b":[1,"x",true,null,1.5]},"constructor":1}');
    expect(Object.getPrototypeOf(value)).toBeNull();
  });

  test("on, yes and times are texts as in YAML 1.2; keys are always text", () => {
    const { value } = readYaml("f.yaml", "on: yes\n1: 09:30\ntrue: 2026-08-17\n");
    expect(JSON.stringify(value)).toBe('{"1":"09:30","on":"yes","true":"2026-08-17"}');
  });

  test("an empty file has no value and no finding", () => {
    expect(readYaml("f.yaml", "# nothing\n")).toMatchObject({ value: undefined, findings: [] });
  });
});

describe("places", () => {
  const text =
    "flow: coffee\nsteps:\n  - say: Hi\n    id: one\n  - ask:\n  - 7\nslots: { a: {} }\n";
  const source = readYaml("f.yaml", text);

  test.each([
    ["a value", ["flow"], "value", "1:7-1:13"],
    ["a key", ["flow"], "key", "1:1-1:5"],
    ["a value in a list", ["steps", 0, "id"], "value", "4:9-4:12"],
    ["an empty value is its key", ["steps", 1, "ask"], "value", "5:5-5:8"],
    ["an entry has no key", ["steps", 2], "key", "6:5-6:6"],
    ["a missing key is the parent's key", ["slots", "a", "type"], "key", "7:10-7:11"],
    ["in a list it is the entry's first key", ["steps", 0, "into"], "key", "3:5-3:8"],
    ["at the top it is the first key", ["format"], "key", "1:1-1:5"],
    ["far below nothing", ["steps", 2, "x", "y"], "value", "6:5-6:6"],
  ] as const)("%s", (_name, path, part, expected) => {
    const { line, column, endLine, endColumn } = source.at(path, part);
    expect(`${line}:${column}-${endLine}:${endColumn}`).toBe(expected);
  });
});

describe("hostile files", () => {
  const deepMap = `${Array.from({ length: 400 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n")}\n`;
  const laughs = `a: &a [x]\n${"bcdefghij"
    .split("")
    .map((name, index) => `${name}: &${name} [${`*${"abcdefghi"[index]},`.repeat(9)}]`)
    .join("\n")}\n`;

  test.each([
    ["ten megabytes", "a: b\n".repeat(2_000_000), "YAML_TOO_BIG"],
    ["one byte too much", `a: ${"é".repeat(maxYamlBytes / 2 - 1)}`, "YAML_TOO_BIG"],
    ["a hundred thousand brackets", "[".repeat(100_000), "YAML_TOO_DEEP"],
    ["three thousand dashes", "- ".repeat(3_000), "YAML_TOO_DEEP"],
    ["maps four hundred deep", deepMap, "YAML_TOO_DEEP"],
    ["a billion laughs", laughs, "YAML_ANCHOR"],
  ])("%s is refused quickly", (_name, text, code) => {
    const before = performance.now();
    const { findings } = readYaml("f.yaml", text);
    expect(findings[0]?.code).toBe(code);
    expect(findings[0]?.at.line).toBeGreaterThan(0);
    expect(performance.now() - before).toBeLessThan(2_000);
  });

  test("a file of the largest size is read", () => {
    const line = `- say: ${"x".repeat(90)}\n`;
    const text = line.repeat(Math.floor(maxYamlBytes / line.length));
    expect(readYaml("f.yaml", text).findings).toEqual([]);
  });

  const yamlish = fc.array(
    fc.oneof(
      fc.string({ unit: "binary", maxLength: 6 }),
      fc.constantFrom(
        ..."\n|\n  |\n    |- |? |: |a: |&a |*a |!t |{{ |}} |[|]|{|}|\"|'| #|\t|>|,|---\n|%YAML|<<: |🎉".split(
          "|",
        ),
        "|",
      ),
    ),
    { maxLength: 40 },
  );

  test("no text makes the reader throw, and every finding lies inside the text", () => {
    fc.assert(
      fc.property(yamlish, (pieces) => {
        const text = pieces.join("");
        const source = readYaml("f.yaml", text);
        const lines = text.split("\n").length;
        for (const { at } of source.findings) {
          expect(at.line).toBeGreaterThanOrEqual(1);
          expect(at.column).toBeGreaterThanOrEqual(1);
          expect(at.endLine).toBeLessThanOrEqual(lines);
        }
        source.at(["a", 0]);
        source.stringPosition(["a"], 3);
      }),
      { numRuns: 500 },
    );
  });
});
