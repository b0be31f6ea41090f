import { describe, expect, test } from "bun:test";
import { runId } from "#core/lib/ids.ts";
import { advance } from "./advance.ts";
import { compileOne } from "./testing/compile-one.ts";
import { playTranscript } from "./testing/play-transcript.ts";
import { sampleFacts } from "./testing/sample-facts.ts";

const play = (body: string, transcript: string) =>
  playTranscript(compileOne(body, "asides"), transcript).trim().split("\n");

describe("on_error", () => {
  test("stands in for the apology, and sees what went wrong", () => {
    const body = `triggers: [{ message: any }]
steps:
  - say: Let me see.
  - say: "{{ 1 / size(contact.tags) }}"
on_error:
  - say: "Oh no: {{ error.kind }}"
  - emit: order.failed
    with: { why: "{{ error.message }}" }
`;
    expect(play(body, "> start hi")).toEqual([
      "> start hi",
      "reply text: Let me see.",
      'record flow.run-failed {"code":"FLOW_EXPRESSION_FAILED","message":"the result is not a number (was something divided by 0?)","at":"asides.flow.yaml:6:14"}',
      "reply text: Oh no: expression_failed",
      'emit order.failed {"why":"the result is not a number (was something divided by 0?)"}',
      "= failed",
    ]);
  });

  test("that fails itself ends the run with the apology", () => {
    const body = `triggers: [{ message: any }]
steps:
  - say: "{{ 1 / size(contact.tags) }}"
on_error:
  - say: "{{ 2 / size(contact.tags) }}"
  - say: Never
`;
    const lines = play(body, "> start hi");
    expect(lines.filter((line) => line.startsWith("record flow.run-failed")).length).toBe(2);
    expect(lines.slice(-2)).toEqual([
      "reply text: Sorry, something went wrong on our side. Please try again in a moment.",
      "= failed",
    ]);
  });

  test("comes after a bound too, with a budget of its own", () => {
    const body = `triggers: [{ message: any }]
slots: { n: { type: integer, default: 0 } }
steps:
  - set: { n: slots.n + 1 }
    id: again
  - goto: again
    when: slots.n > 0
on_error:
  - say: "Enough: {{ error.kind }}"
`;
    expect(play(body, "> start hi").slice(-2)).toEqual([
      "reply text: Enough: limit_reached",
      '= failed {"n":500}',
    ]);
  });
});

describe("on_cancel", () => {
  const body = `triggers: [{ message: any }]
slots: { cups: { type: integer, default: 3 } }
steps:
  - each: "[1, 2]"
    as: n
    steps:
      - ask: Go on?
        id: go
on_cancel:
  - say: "{{ slots.cups }} cups are free again."
  - if: slots.cups > 2
    then:
      - end
  - say: Never
`;

  test("has the last word when the run is cancelled, and only then", () => {
    expect(play(body, "> start hi\n> cancel\n> yes")).toEqual([
      "> start hi",
      "prompt text: Go on?",
      '= resting at go {"cups":3}',
      "> cancel",
      "reply text: 3 cups are free again.",
      '= cancelled {"cups":3}',
      "> yes",
      '= not taken {"cups":3}',
    ]);
    expect(play(body, "> start hi\n> yes\n> yes").at(-1)).toBe('= ended {"cups":3}');
  });

  test("of a flow that has none there is nothing", () => {
    const plain = compileOne("triggers: [{ message: any }]\nsteps:\n  - { ask: Go on?, id: go }\n");
    const facts = sampleFacts();
    const start = { kind: "start", runId: runId("run"), trigger: "x" } as const;
    const { run } = advance(plain, undefined, { cause: start, facts });
    const cancelled = advance(plain, run, { cause: { kind: "cancel" }, facts });
    expect(cancelled.run.state).toBe("cancelled");
    expect(cancelled.run.wait).toBeUndefined();
    expect(cancelled.effects).toEqual([]);
  });
});
