import { expect, test } from "bun:test";
import { toMillis } from "#core/lib/millis.ts";
import { renderFailure } from "./render-failure.ts";
import type { Said } from "./said.ts";

const source = ["flow: coffee", "tests:", "  - name: x", "    steps:", "      - bot: Halo"].join(
  "\n",
);
const at = { file: "coffee.test.yaml", line: 5, column: 9, endLine: 5, endColumn: 12 };
const width = 4;

function said(text: string): Said {
  const person = { name: "Sari" };
  const shown = { vendorId: "1", person, at: toMillis(0), text, options: [], body: {} };
  return { shown, options: [], parts: {} };
}

/** The lines above the place. */
function differenceOf(failure: Partial<Parameters<typeof renderFailure>[0]>): readonly string[] {
  const whole = { at, message: "x", expected: [], actual: [], ...failure };
  const lines = renderFailure(whole, source, width).map(({ text }) => text);
  return lines.slice(0, lines.indexOf(""));
}

test("a failure shows both sides, the place, and the lines of the file", () => {
  const failure = { at, message: "the text is different", expected: ["Halo"], actual: ["Hallo"] };
  expect(renderFailure({ ...failure, isSaid: true }, source, width)).toEqual([
    { text: "-  bot │ Halo", tone: "good" },
    { text: "+  bot │ Hallo", tone: "bad" },
    { text: "            ^" },
    { text: "(- expected, + came)", tone: "dim" },
    { text: "" },
    { text: "coffee.test.yaml:5:9 error the text is different [FLOW_TEST_FAILED]", tone: "bad" },
    { text: "  4 │     steps:", tone: "dim" },
    { text: "> 5 │       - bot: Halo", tone: "dim" },
    { text: "    │         ^^^", tone: "dim" },
  ]);
});

test("what to do stands behind the mark", () => {
  const failure = { at, message: "x", expected: [], actual: [], hint: "Do this." };
  expect(renderFailure(failure, source, width).at(-1)?.text).toBe("    │         ^^^ Do this.");
});

test("the caret stands below the first sign that differs, also behind wide ones", () => {
  const [, , caret] = differenceOf({
    expected: ["コーヒー a"],
    actual: ["コーヒー b"],
    isSaid: true,
  });
  expect(caret).toBe(`${" ".repeat(2 + width + 3 + 9)}^`);
});

test("of several lines only those between the first and the last that differ carry a sign", () => {
  const expected = ["one", "two", "three"];
  expect(differenceOf({ expected, actual: ["one", "2", "2b", "three"], isSaid: true })).toEqual([
    "   bot │ one",
    "-      │ two",
    "+      │ 2",
    "+      │ 2b",
    "       │ three",
    "(- expected, + came)",
  ]);
  expect(differenceOf({ expected: ["a", "b"], actual: ["x", "b"], isSaid: true })).toEqual([
    "-  bot │ a",
    "+  bot │ x",
    "       │ b",
    "(- expected, + came)",
  ]);
});

test("a line that stands twice is told when one of them is missing", () => {
  const expected = ["a", "a"];
  expect(differenceOf({ expected, actual: ["a"], isSaid: true })).toEqual([
    "   bot │ a",
    "-      │ a",
    "(- expected, + came)",
  ]);
});

test("what nobody sees is an aside, and messages that came are bubbles of their own", () => {
  const expected = ["(nothing more)"];
  expect(differenceOf({ expected, unnamed: [said("One\nmore"), said("Two")] })).toEqual([
    "-      · (nothing more)",
    "+  bot │ One",
    "+      │ more",
    "+  bot │ Two",
    "(- expected, + came)",
  ]);
});

test("what was said after the difference stands below it", () => {
  const failure = { expected: ["a"], actual: ["b"], isSaid: true, later: [said("c")] };
  expect(differenceOf(failure).slice(2)).toEqual([
    "         ^",
    "   bot │ c",
    "(- expected, + came)",
  ]);
});

test("without a difference there is none to explain", () => {
  expect(differenceOf({})).toEqual([]);
});
