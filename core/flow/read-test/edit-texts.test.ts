import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { parse } from "yaml";
import { editTexts } from "./edit-texts.ts";

const source = `# Tests of the shop.
flow: a   # the flow
tests:
  - name: t
    steps:
      - user:   kopi
      - bot: Halo Sari!   # greets
      - bot: { text: Yang mana?, options: [A,   B] }
      - bot: "quoted"
      - bot: 'single'
      - bot: |-
          two
          lines
      - bot: last
`;
const at = (step: number, ...rest: readonly string[]) => ["tests", 0, "steps", step, ...rest];

test("only the texts change; comments, spacing and the manner of quoting stay", () => {
  const edited = editTexts(source, [
    { path: at(1, "bot"), text: "Halo Budi!" },
    { path: at(2, "bot", "text"), text: "Which, one?" },
    { path: at(3, "bot"), text: 'say "hi"' },
    { path: at(4, "bot"), text: "it's" },
    { path: at(5, "bot"), text: "three\nnew\n\nlines" },
    { path: at(6, "bot"), text: "42" },
  ]);
  expect(edited).toBe(`# Tests of the shop.
flow: a   # the flow
tests:
  - name: t
    steps:
      - user:   kopi
      - bot: Halo Budi!   # greets
      - bot: { text: "Which, one?", options: [A,   B] }
      - bot: "say \\"hi\\""
      - bot: 'it''s'
      - bot: |-
          three
          new

          lines
      - bot: "42"
`);
});

test("several lines where one was become a block, one where several were a string", () => {
  const edited = editTexts(source, [
    { path: at(5, "bot"), text: "one" },
    { path: at(6, "bot"), text: "a\nb" },
  ]);
  expect(edited).toEndWith('      - bot: "one"\n      - bot: |-\n          a\n          b\n');
});

describe("a file that cannot be edited safely stays", () => {
  test.each([
    ["a path to nowhere", at(9, "bot")],
    ["a path to no text", at(2, "bot")],
    ["a path through a text", at(1, "bot", "text")],
  ])("%s", (_, path) => {
    expect(editTexts(source, [{ path, text: "x" }])).toBeUndefined();
  });
});

test("whatever the bot says is what is read again, and nothing else of the file is lost", () => {
  const step = fc.constantFrom(1, 3, 4, 5, 6);
  // YAML has no place for these, not even escaped: a file with them is left alone.
  const text = fc.string({ unit: "grapheme" }).filter((it) => !/\p{Cc}|\p{Cs}|\ufeff/u.test(it));
  const lines = fc.array(text, { minLength: 1, maxLength: 4 }).map((all) => all.join("\n"));
  fc.assert(
    fc.property(step, lines, (index, said) => {
      const edited = editTexts(source, [{ path: at(index, "bot"), text: said }]);
      expect(edited).toBeDefined();
      const before = parse(source);
      before.tests[0].steps[index].bot = said;
      expect(parse(edited ?? "")).toEqual(before);
      expect(edited).toContain("# greets\n");
    }),
    { numRuns: 100 },
  );
});
