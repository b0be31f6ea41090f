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
  name: "Sari",
  tags: ["regular"],
  profile: { size: "large" },
  createdAt: toMillis(0),
};
const calls = [
  { name: "http.post", input: { url: "https://shop.example/orders", body: { cups: 1 } } },
  { name: "http.post", input: { url: "https://shop.example/orders", body: { cups: 2, to: "go" } } },
  { name: "crm.note", input: { text: "regular" } },
];
const state: TestState = {
  runs: [menu, coffee],
  contact,
  owner: "human",
  handoff: "20 x latte: a big order",
  calls,
};

describe("what is so", () => {
  test.each([
    ["the step of the file's flow", { step: "cups" }],
    ["some of the slots", { slots: { drink: "latte" } }],
    ["a slot that is empty", { slots: { cups: null } }],
    ["a run that goes on", { ended: false, state: "resting" as const }],
    ["the flow of the newest run, and its end", { flow: "menu", ended: true }],
    ["nobody has said STOP", { stopped: false }],
    ["what is remembered", { contact: { name: "Sari", tags: ["regular"], size: "large" } }],
    ["that nothing is remembered", { contact: { language: null, birthday: null } }],
    ["who answers, and what they were told", { owner: "human" as const, handoff: "20 x latte" }],
    ["a part of the last call", { ran: { "http.post": { body: { cups: 2 } } } }],
    ["a part of every call", { ran: { "http.post": [{ body: { cups: 1 } }, {}] } }],
    ["how often something ran", { ran: { "http.post": 2, "crm.note": 1, "crm.find": 0 } }],
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
    ["who answers", { owner: "bot" as const }, 'owner: "bot"', 'owner: "human"'],
    [
      "what they were told",
      { handoff: "30 x" },
      'handoff: "30 x"',
      'handoff: "20 x latte: a big order"',
    ],
    ["a tag", { contact: { tags: [] } }, "contact.tags: []", 'contact.tags: ["regular"]'],
    [
      "what is not remembered",
      { contact: { birthday: "today" } },
      'contact.birthday: "today"',
      "contact.birthday: null",
    ],
    [
      "the last call",
      { ran: { "http.post": { body: { cups: 1 } } } },
      'http.post: {"body":{"cups":1}}',
      'http.post: {"body":{"cups":2}}',
    ],
    ["STOP", { stopped: true }, "stopped: true", "stopped: false"],
  ])("%s is told with both sides", (_, expected, wanted, actual) => {
    expect(matchState(expected, "coffee", state)).toMatchObject({
      expected: [wanted],
      actual: [actual],
    });
  });

  test.each([
    [{ "http.post": 1 }, "http.post ran 2 times, not once"],
    [{ "http.post": [{}] }, "the calls of http.post are different"],
    [{ "crm.find": {} }, "crm.find did not run"],
  ])("calls %p", (ran, message) => {
    expect(matchState({ ran }, "coffee", state)?.message).toBe(message);
  });

  test("a flow that never ran", () => {
    expect(matchState({ ended: true }, "hours", state)?.message).toBe('there is no run of "hours"');
  });
});
