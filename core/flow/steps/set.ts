import { z } from "zod";
import { compileAssignment, slotOfKey } from "#core/flow/compile/assignment.ts";
import { defineStep } from "#core/flow/define-step.ts";
import { assign } from "#core/flow/run/assign.ts";
import { expressionSchema } from "#core/flow/schema/expression-schema.ts";

/** Writes slots and what is remembered of the contact. */
export const set = defineStep({
  verb: "set",
  about:
    "Writes values: a slot by its name, `contact.tags`, `contact.name`, `contact.language`, or `contact.<slot>` for a slot with `keep: contact`.",
  keys: () => ({
    set: z
      .record(
        z
          .string()
          .regex(
            /^(slots\.|contact\.)?[a-z][a-z0-9_]*$/,
            'write a slot\'s name, or "contact." and what is to be remembered',
          ),
        z.union([expressionSchema, z.null()]),
      )
      .meta({
        description: "Name → expression (CEL); null empties a slot. Values are set top to bottom.",
        examples: [{ total: "slots.cups * 18000", "contact.tags": "contact.tags + ['vip']" }],
      }),
  }),
  outline(input) {
    const entries = Object.entries(input.set);
    const isEmpty = (value: unknown) => value === null || value === "null";
    const slotsOf = (wanted: boolean) =>
      entries.flatMap(([key, value]) => (isEmpty(value) === wanted ? (slotOfKey(key) ?? []) : []));
    const way = { fills: slotsOf(false), empties: slotsOf(true) };
    return {
      lists: [],
      ways: [{ to: { kind: "next" }, after: { kind: "nothing" }, ...way }],
      speaks: "not",
      writes: [...way.fills, ...way.empties],
    };
  },
  compile: (input, build) =>
    build
      .inOrder(["set"], Object.entries(input.set))
      .map(([key, value]) => compileAssignment(key, value, build)),
  enter(assignments, turn) {
    for (const assignment of assignments) {
      const failure = assign(assignment, turn);
      if (failure !== undefined) return { kind: "fail", failure };
    }
    return { kind: "next" };
  },
});
