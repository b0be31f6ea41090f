import { describe, expect, test } from "bun:test";
import { effectId, runId } from "#core/lib/ids.ts";
import { later, minuteMs } from "#core/lib/millis.ts";
import type { MessageIn } from "#core/model/message-in.ts";
import { type Advance, advance, type RunCause } from "./advance.ts";
import { limits } from "./limits.ts";
import type { Program } from "./program.ts";
import { compileOne } from "./testing/compile-one.ts";
import { sampleFacts } from "./testing/sample-facts.ts";

const facts = sampleFacts();
const start: RunCause = { kind: "start", runId: runId("run"), trigger: "message: hi" };
const text = (said: string): RunCause => {
  const message: MessageIn = { kind: "text", id: "in", text: said };
  return { kind: "message", message };
};

function begin(program: Program): Advance {
  return advance(program, undefined, { cause: start, facts });
}

describe("an input that is not for the run", () => {
  const program = compileOne("steps: [{ ask: Who?, id: who, timeout: 1h }]\n");
  const { run } = begin(program);

  test.each<[string, RunCause]>([
    ["a timer of an earlier rest", { kind: "timer", wait: "run:0" }],
    [
      "a result that nobody asked for",
      { kind: "result", effect: effectId(run.wait?.id ?? ""), outcome: { kind: "done", value: 1 } },
    ],
    ["a reaction", { kind: "message", message: { kind: "reaction", id: "in", target: "x" } }],
  ])("%s changes nothing", (_name, cause) => {
    expect(advance(program, run, { cause, facts })).toEqual({ run, effects: [], isTaken: false });
  });

  test("anything at all, when the run is over or there is none", () => {
    const over = advance(program, run, { cause: text("Sari"), facts }).run;
    expect(over.state).toBe("ended");
    for (const cause of [text("hello"), { kind: "repeat" } as const, { kind: "cancel" } as const]) {
      expect(advance(program, over, { cause, facts })).toEqual({
        run: over,
        effects: [],
        isTaken: false,
      });
      expect(advance(program, undefined, { cause, facts }).isTaken).toBe(false);
    }
  });
});

test("each rest has an id of its own, so the timer of a question before is stale", () => {
  const program = compileOne(
    "steps: [{ ask: A?, id: a, timeout: 1h }, { ask: B?, id: b, timeout: 1h }]\n",
  );
  const first = begin(program).run;
  const second = advance(program, first, { cause: text("x"), facts }).run;
  expect(second.wait?.id).not.toBe(first.wait?.id ?? "");
  const stale: RunCause = { kind: "timer", wait: first.wait?.id ?? "" };
  expect(advance(program, second, { cause: stale, facts }).isTaken).toBe(false);
});

test("silence is counted from the last word, so a wrong answer starts the time anew", () => {
  const program = compileOne(
    "slots: { n: { type: integer } }\nsteps: [{ ask: N?, id: n, into: n, timeout: 1h }]\n",
  );
  const first = begin(program).run;
  const at = later(facts.now, 50 * minuteMs);
  const again = advance(program, first, { cause: text("x"), facts: { ...facts, now: at } });
  expect(again.effects.at(-1)).toMatchObject({ kind: "wake", at: later(at, 60 * minuteMs) });
});

test("a run whose place its program does not have fails, and says so", () => {
  const program = compileOne("steps: [{ ask: A?, id: a }]\n");
  const other = compileOne("steps: [{ say: Hi }]\n");
  const { run, effects } = advance(other, begin(program).run, { cause: text("x"), facts });
  expect(run.state).toBe("failed");
  expect(effects[0]).toMatchObject({ what: "flow.run-failed", data: { code: "FLOW_PLACE_LOST" } });
  expect(effects[1]).toMatchObject({ kind: "send", class: "reply" });
});

test("a loop that only timers move ends some day", () => {
  const program = compileOne(
    "steps:\n  - template: { name: order_reminder, language: en, body: [x] }\n    id: top\n  - wait: { for: 24h }\n    id: day\n  - goto: top\n",
  );
  let last = begin(program);
  let turns = 0;
  while (last.run.state === "resting" && turns < limits.quietTurns * 2) {
    last = advance(program, last.run, {
      cause: { kind: "timer", wait: last.run.wait?.id ?? "" },
      facts,
    });
    turns += 1;
  }
  expect(turns).toBe(limits.quietTurns + 1);
  expect(last.effects[0]).toMatchObject({ data: { code: "FLOW_LIMIT_REACHED" } });
});

test("a run that hoards text fails instead of filling the store", () => {
  const program = compileOne(
    "slots:\n  a: { type: text, max: 60000, default: x }\n  b: { type: text, max: 60000 }\nsteps:\n  - set: { a: slots.a + slots.a }\n    id: top\n  - if: size(slots.a) < 30000\n    then: [{ goto: top }]\n  - set: { b: slots.a }\n",
  );
  const { run, effects } = begin(program);
  expect(run.state).toBe("failed");
  expect(JSON.stringify(effects)).toContain("FLOW_LIMIT_REACHED");
});

test("a mistake inside a step costs the run, not the worker", () => {
  const program = compileOne("steps: [{ say: Hi }]\n");
  const broken = {
    ...program,
    lists: new Map([
      [
        "steps",
        (program.lists.get("steps") ?? []).map((step) => ({
          ...step,
          code: {
            enter: () => {
              throw new Error("boom");
            },
          },
        })),
      ],
    ]),
  };
  const { run, effects } = begin(broken);
  expect(run.state).toBe("failed");
  expect(effects[0]).toMatchObject({
    data: { code: "FLOW_INTERNAL_ERROR", message: "boom", at: "sample.flow.yaml:3:9" },
  });
});

test("a name that an answer brings in is empty before it, and nothing inherited", () => {
  const program = compileOne(
    "steps:\n  - say: \"{{ default(who, 'nobody') }}, {{ default(constructor, 'nothing') }}\"\n  - ask: Who?\n    id: who\n    into: who\n  - ask: What?\n    id: what\n    into: constructor\n    skip_if_filled: true\n",
  );
  const first = begin(program);
  expect(first.effects[0]).toMatchObject({ message: { text: "nobody, nothing" } });
  expect(advance(program, first.run, { cause: text("Sari"), facts }).run.wait?.step).toBe("what");
});

test("a text with nothing in it is recorded instead of sent", () => {
  const program = compileOne("steps: [{ say: '{{ message.text }}' }]\n");
  expect(begin(program).effects.map((effect) => effect.kind)).toEqual(["record"]);
});

describe("what is remembered", () => {
  const program = compileOne(
    "slots:\n  a: { type: integer, keep: contact, max: 5 }\n  b: { type: text, keep: conversation }\n  c: { type: text, default: dflt }\nsteps:\n  - ask: B?\n    id: b\n    into: b\n  - set: { a: 3 }\n",
  );

  test("comes back in the next run, the conversation's under its account", () => {
    const first = begin(program);
    const done = advance(program, first.run, { cause: text("hello"), facts });
    const [effect] = done.effects.filter((each) => each.kind === "contact");
    expect(effect).toMatchObject({ change: { profile: { a: 3, "whatsapp/b": "hello" } } });
    const contact = { ...facts.contact, profile: { a: 3, "whatsapp/b": "hello" } };
    const next = advance(program, undefined, { cause: start, facts: { ...facts, contact } });
    expect(next.run.slots).toEqual({ a: 3, b: "hello", c: "dflt" });
  });

  test("is left where it no longer fits the slot", () => {
    const contact = { ...facts.contact, profile: { a: 9, "whatsapp/b": 4, "other/b": "x" } };
    const { run } = advance(program, undefined, { cause: start, facts: { ...facts, contact } });
    expect(run.slots).toEqual({ a: null, b: null, c: "dflt" });
  });
});

test("a question, a text and a template are sent as what they are", () => {
  const program = compileOne(
    "purpose: marketing\nsteps:\n  - say: Hi\n  - template: { name: order_reminder, language: en, body: [x] }\n  - ask: A?\n    id: a\n",
  );
  const sent = begin(program).effects.flatMap((effect) => (effect.kind === "send" ? [effect] : []));
  expect(sent.map((effect) => effect.class)).toEqual(["reply", "template", "prompt"]);
  expect(new Set(sent.map((effect) => effect.purpose))).toEqual(new Set(["marketing"]));
  expect(sent.map((effect) => `${effect.id}`)).toEqual(["run:1", "run:2", "run:3"]);
});
