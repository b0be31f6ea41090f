import { describe, expect, test } from "bun:test";
import { contactId, revisionId, runId } from "#core/lib/ids.ts";
import { toMillis } from "#core/lib/millis.ts";
import type { Run } from "#core/model/run.ts";
import { matchState, type TestState } from "./match-state.ts";

const coffee: Run = {
  id: runId("r1"),
  flow: "coffee",
  revision: revisionId("a1"),
  state: "resting",
  trigger: "message: kopi",
  position: [],
  slots: { drink: "latte", cups: null },
  locals: {},
  wait: { kind: "ask", id: "r1:3", step: "cups" },
  sequence: 3,
  startedAt: toMillis(1),
};
const menu: Run = { ...coffee, id: runId("r2"), flow: "menu", state: "ended", slots: {} };
const contact = {
  id: contactId("c1"),
  addresses: [],
  tags: [],
  profile: {},
  createdAt: toMillis(0),
};
const state: TestState = { runs: [menu, coffee], contact };

describe("what is so", () => {
  test.each([
    ["the step of the file's flow", { step: "cups" }],
    ["some of the slots", { slots: { drink: "latte" } }],
    ["a slot that is empty", { slots: { cups: null } }],
    ["a run that goes on", { ended: false, state: "resting" as const }],
    ["the flow of the newest run, and its end", { flow: "menu", ended: true }],
    ["nobody has said STOP", { stopped: false }],
  ])("%s", (_, expected) => {
    expect(matchState(expected, "coffee", state)).toBeUndefined();
  });
});

describe("what is not so", () => {
  test.each([
    ["the step", { step: "drink" }, 'step: "drink"', 'step: "cups"'],
    ["a slot", { slots: { cups: 2 } }, "slots.cups: 2", "slots.cups: null"],
    ["a slot that nobody declared", { slots: { size: 1 } }, "slots.size: 1", "slots.size: null"],
    ["the end", { ended: true }, "ended: true", "ended: false"],
    ["the state", { state: "cancelled" as const }, 'state: "cancelled"', 'state: "resting"'],
    ["the newest flow", { flow: "coffee" }, 'flow: "coffee"', 'flow: "menu"'],
    ["STOP", { stopped: true }, "stopped: true", "stopped: false"],
  ])("%s is told with both sides", (_, expected, wanted, actual) => {
    expect(matchState(expected, "coffee", state)).toMatchObject({
      expected: [wanted],
      actual: [actual],
    });
  });

  test("a flow that never ran", () => {
    expect(matchState({ ended: true }, "hours", state)?.message).toBe('there is no run of "hours"');
  });
});
