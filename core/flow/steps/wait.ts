import { z } from "zod";
import { defineStep } from "#core/flow/define-step.ts";
import { untilMoment } from "#core/flow/run/until-moment.ts";
import { durationSchema } from "#core/flow/schema/duration-schema.ts";
import { expressionSchema } from "#core/flow/schema/expression-schema.ts";
import { later } from "#core/lib/millis.ts";

/** Lets time pass; the person may do something else meanwhile. */
export const wait = defineStep({
  verb: "wait",
  about:
    "Waits for a length of time or until a moment. Messages of the person go to other flows meanwhile.",
  needsId: true,
  keys: () => ({
    wait: z
      .union([
        z.strictObject({
          for: durationSchema.meta({ description: "How long.", examples: ["2h"] }),
        }),
        z.strictObject({
          until: expressionSchema.meta({
            description:
              "A moment, date or time of day (CEL), or one written out: `2026-12-01 09:00`, `09:00`. One that is over does not wait.",
            examples: ["slots.pickup_at"],
          }),
        }),
      ])
      .meta({ description: "`{ for: 2h }` or `{ until: … }`." }),
  }),
  outline: ({ wait: value }) => ({
    lists: [],
    ways: [
      {
        to: { kind: "next" },
        after: { kind: "time", durationMs: "for" in value ? value.for : undefined },
        fills: [],
      },
    ],
    speaks: "not",
  }),
  compile({ wait: value }, build) {
    if ("for" in value) return { kind: "for", durationMs: value.for } as const;
    const { until } = value;
    if (typeof until === "string" && isWritten(until)) {
      return { kind: "written", text: until.trim() } as const;
    }
    const kinds = ["moment", "date", "time", "integer"] as const;
    return { kind: "until", until: build.expression(["wait", "until"], until, { kinds }) } as const;
  },
  enter(plan, turn) {
    if (plan.kind === "for") {
      return {
        kind: "rest",
        rest: { kind: "wait", dueAt: later(turn.now, plan.durationMs), data: {} },
      };
    }
    const result =
      plan.kind === "written"
        ? ({ ok: true, value: plan.text } as const)
        : turn.evaluate(plan.until);
    if (!result.ok) return { kind: "fail", failure: result.failure };
    const dueAt = untilMoment(result.value, turn.now, turn.facts.timeZone);
    if (dueAt === undefined && plan.kind === "until") {
      const message = "this is no moment that can be waited for";
      const at = plan.until.place(0);
      return { kind: "fail", failure: { code: "FLOW_VALUE_REFUSED", message, at } };
    }
    if (dueAt === undefined || dueAt <= turn.now) return { kind: "next" };
    return { kind: "rest", rest: { kind: "wait", dueAt, data: {} } };
  },
  resume: () => ({ kind: "next" }),
});

/** A date, a time of day or both, written out; an expression cannot look like this. */
function isWritten(text: string): boolean {
  return /^(\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2})?|\d{2}:\d{2})$/.test(text.trim());
}
