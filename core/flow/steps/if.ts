import { knownNames } from "#core/flow/compile/known-names.ts";
import { defineStep, type Way } from "#core/flow/define-step.ts";
import { expressionSchema, expressionText } from "#core/flow/schema/expression-schema.ts";

const pass = { kind: "nothing" } as const;

/** Takes one branch or the other. */
export const ifStep = defineStep({
  verb: "if",
  about: "Goes through `then` if the condition is true, else through `else` if there is one.",
  keys: (steps) => ({
    if: expressionSchema.meta({
      description: "A condition (CEL).",
      examples: ["slots.cups > 10"],
    }),
    // oxlint-disable-next-line unicorn/no-thenable -- a key of the language; nothing awaits the map
    then: steps.meta({ description: "Steps for when the condition is true." }),
    else: steps.optional().meta({ description: "Steps for when it is not." }),
  }),
  outline(input) {
    const guard = expressionText(input.if);
    const known = knownNames(guard);
    const otherwise: Way = {
      to: input.else === undefined ? { kind: "next" } : { kind: "list", path: ["else"] },
      after: pass,
      fills: known.whenFalse,
    };
    return {
      lists: [
        { path: ["then"], steps: input.then, guard },
        ...(input.else === undefined ? [] : [{ path: ["else"], steps: input.else, guard }]),
      ],
      ways: [
        { to: { kind: "list", path: ["then"] }, after: pass, fills: known.whenTrue },
        otherwise,
      ],
      speaks: "not",
    };
  },
  compile: (input, build) => ({
    condition: build.expression(["if"], input.if, { kinds: ["boolean"] }),
    whenTrue: build.list(["then"]),
    otherwise: input.else === undefined ? undefined : build.list(["else"]),
  }),
  enter({ condition, whenTrue, otherwise }, turn) {
    const verdict = turn.evaluate(condition);
    if (!verdict.ok) return { kind: "fail", failure: verdict.failure };
    if (verdict.value === true) return { kind: "enter", list: whenTrue };
    return otherwise === undefined ? { kind: "next" } : { kind: "enter", list: otherwise };
  },
});
