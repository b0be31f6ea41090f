import { z } from "zod";
import { knownNames } from "#core/flow/compile/known-names.ts";
import { defineStep, type InnerList, type Way } from "#core/flow/define-step.ts";
import { expressionSchema, expressionText } from "#core/flow/schema/expression-schema.ts";

const pass = { kind: "nothing" } as const;

/** Takes the first branch whose condition is true. */
export const switchStep = defineStep({
  verb: "switch",
  about: "Goes through the steps of the first case whose `when` is true, else through `else`.",
  keys: (steps) => ({
    switch: z
      .array(
        z.union([
          z.strictObject({
            when: expressionSchema.meta({ description: "A condition (CEL)." }),
            steps: steps.meta({ description: "Steps for when it is the first that is true." }),
          }),
          z.strictObject({ else: steps.meta({ description: "Steps for when none is true." }) }),
        ]),
      )
      .min(1)
      .max(100)
      .meta({ description: "Cases from top to bottom; `else` may stand at the end." }),
  }),
  outline(input) {
    const lists: InnerList[] = [];
    const ways: Way[] = [];
    // A case is reached when those above it were not true.
    const known: string[] = [];
    input.switch.forEach((branch, index) => {
      if ("when" in branch) {
        const guard = expressionText(branch.when);
        const { whenTrue, whenFalse } = knownNames(guard);
        const path = ["switch", index, "steps"];
        lists.push({ path, steps: branch.steps, guard });
        ways.push({ to: { kind: "list", path }, after: pass, fills: [...known, ...whenTrue] });
        known.push(...whenFalse);
      } else {
        const path = ["switch", index, "else"];
        lists.push({ path, steps: branch.else });
        ways.push({ to: { kind: "list", path }, after: pass, fills: [...known] });
      }
    });
    const hasElse = input.switch.some((branch) => "else" in branch);
    if (!hasElse) ways.push({ to: { kind: "next" }, after: pass, fills: known });
    return { lists, ways, speaks: "not" };
  },
  compile(input, build) {
    return input.switch.map((branch, index) => {
      if ("when" in branch) {
        const path = ["switch", index, "when"];
        const condition = build.expression(path, branch.when, { kinds: ["boolean"] });
        return { condition, list: build.list(["switch", index, "steps"]) };
      }
      if (index < input.switch.length - 1) {
        build.report({
          code: "FLOW_ELSE_NOT_LAST",
          path: ["switch", index, "else"],
          part: "key",
          message: '"else" hides the cases below it',
          hint: "put it at the end",
        });
      }
      return { condition: undefined, list: build.list(["switch", index, "else"]) };
    });
  },
  enter(branches, turn) {
    for (const { condition, list } of branches) {
      if (condition === undefined) return { kind: "enter", list };
      const verdict = turn.evaluate(condition);
      if (!verdict.ok) return { kind: "fail", failure: verdict.failure };
      if (verdict.value === true) return { kind: "enter", list };
    }
    return { kind: "next" };
  },
});
