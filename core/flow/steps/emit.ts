import { z } from "zod";
import { compileInput } from "#core/flow/compile/action-input.ts";
import { withholdInput } from "#core/flow/compile/withhold-input.ts";
import { defineStep } from "#core/flow/define-step.ts";
import { evaluateInput } from "#core/flow/run/evaluate-input.ts";
import { eventNameSchema } from "#core/model/happening.ts";

/** Tells the other flows of this person that something happened. */
export const emit = defineStep({
  verb: "emit",
  about:
    "Sends an event to the flows of this conversation: those with the trigger `event`, or that wait for it.",
  keys: () => ({
    emit: eventNameSchema.meta({
      description: "The event's name.",
      examples: ["order.placed"],
    }),
    with: z
      .record(z.string(), z.unknown())
      .optional()
      .meta({
        description:
          "What comes along, as `event.data`. A text that is nothing but one `{{ expression }}` keeps its type.",
        examples: [{ cups: "{{ slots.cups }}" }],
      }),
  }),
  outline: () => ({
    lists: [],
    ways: [{ to: { kind: "next" }, after: { kind: "nothing" }, fills: [] }],
    speaks: "not",
  }),
  compile(input, build) {
    const data = compileInput(input.with ?? {}, ["with"], undefined, build);
    // Whoever hears of it does not know that it is sensitive.
    withholdInput(data, build, (slot) => `the slot "${slot}" is sensitive, and events are not`);
    return { name: input.emit, data, at: build.at(["emit"]) };
  },
  enter({ name, data, at }, turn) {
    const values = evaluateInput(data, turn, at);
    if (!values.ok) return { kind: "fail", failure: values.failure };
    turn.emit(name, values.value);
    return { kind: "next" };
  },
});
