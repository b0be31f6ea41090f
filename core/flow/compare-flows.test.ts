import { expect, test } from "bun:test";
import { compareFlows } from "./compare-flows.ts";

const flow = (steps: string, head = "") => ({
  file: "f.flow.yaml",
  text: `flow: f\nformat: 1\n${head}steps:\n${steps}`,
});
const before = flow(`  - say: Hello
  - ask: How many?
    id: cups
  - if: hours.open
    then:
      - ask: Which?
        id: which
`);

test("the same steps in other words of YAML differ in nothing", () => {
  const again = flow(`  # a remark
  - { say: "Hello" }
  - id: cups
    ask: How many?
  - if: hours.open
    then: [{ ask: "Which?", id: which }]
`);
  const nothing = { added: [], removed: [], changed: [], keys: [] };
  expect(compareFlows(before, again)).toEqual(nothing);
});

test("steps with an id are found by it, wherever they stand, and inside others too", () => {
  const after = flow(`  - ask: Which one?
    id: which
  - say: Hello
  - ask: How many?
    id: cups
  - if: hours.open
    then:
      - note: x
`);
  expect(compareFlows(before, after)).toEqual({
    added: [{ verb: "note", line: 11 }],
    removed: [],
    changed: [{ id: "which", verb: "ask", line: 4 }],
    keys: [],
  });
});

test("an id that migrate maps is the same step; steps without one are found by what they say", () => {
  const after = flow(
    `  - say: Welcome
  - ask: How many?
    id: number
`,
    "owner: rani\n",
  );
  expect(compareFlows(before, after, new Map([["cups", "number"]]))).toEqual({
    added: [{ verb: "say", line: 5 }],
    removed: [
      { verb: "say", line: 4 },
      { verb: "if", line: 7 },
      { id: "which", verb: "ask", line: 9 },
    ],
    changed: [{ id: "number", verb: "ask", line: 6, was: "cups" }],
    keys: ["owner"],
  });
});

test("a flow that is new is all added, one that is taken away all removed", () => {
  expect(compareFlows(undefined, before).added).toHaveLength(4);
  expect(compareFlows(before, undefined).removed).toHaveLength(4);
});
