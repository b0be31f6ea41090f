import { defineStep } from "#core/flow/define-step.ts";
import { nameSchema } from "#core/flow/schema/common-keys.ts";

/** Goes on at another step. */
export const goto = defineStep({
  verb: "goto",
  about: "Goes on at the step with this id, in the same list of steps or one around it.",
  keys: () => ({
    goto: nameSchema.meta({ description: "The id of a step.", examples: ["ask_again"] }),
  }),
  outline: (input) => ({
    lists: [],
    ways: [
      {
        to: { kind: "step", id: input.goto, path: ["goto"] },
        after: { kind: "nothing" },
        fills: [],
      },
    ],
    speaks: "not",
  }),
  compile: (input, build) => build.target(input.goto),
  enter: (target) => ({ kind: "goto", target }),
});
