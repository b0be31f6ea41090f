import { expect, test } from "bun:test";
import { renderDiff, renderFailure } from "./render-failure.ts";

const source = ["flow: coffee", "tests:", "  - name: x", "    steps:", "      - bot: Halo"].join(
  "\n",
);

test("a failure shows both sides, the place, and the lines of the file", () => {
  const at = { file: "coffee.test.yaml", line: 5, column: 9, endLine: 5, endColumn: 12 };
  const failure = { at, message: "the text is different", expected: ["Halo"], actual: ["Hallo"] };
  expect(renderFailure(failure, source)).toEqual([
    { text: "- Halo", tone: "good" },
    { text: "+ Hallo", tone: "bad" },
    { text: "     ^" },
    { text: "coffee.test.yaml:5:9 error the text is different [FLOW_TEST_FAILED]", tone: "bad" },
    { text: "  4 │     steps:", tone: "dim" },
    { text: "> 5 │       - bot: Halo", tone: "dim" },
    { text: "    │         ^^^", tone: "dim" },
  ]);
});

test("what to do stands behind the mark", () => {
  const at = { file: "coffee.test.yaml", line: 5, column: 9, endLine: 5, endColumn: 12 };
  const failure = { at, message: "x", expected: [], actual: [], hint: "Do this." };
  expect(renderFailure(failure, source).at(-1)?.text).toBe("    │         ^^^ Do this.");
});

test("of several lines only those that differ carry a sign", () => {
  expect(renderDiff(["one", "two", "three"], ["one", "2", "three", "four"])).toEqual([
    "- two",
    "  one",
    "+ 2",
    "  three",
    "+ four",
  ]);
});

test("nothing expected and something said is all plus", () => {
  expect(renderDiff([], ["Halo"])).toEqual(["+ Halo"]);
  expect(renderDiff(["Halo"], [])).toEqual(["- Halo"]);
});
