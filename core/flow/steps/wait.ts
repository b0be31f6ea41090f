import { z } from "zod";
import {
  compileWayOut,
  type WayOutInput,
  wayOutLists,
  wayOutTarget,
} from "#core/flow/compile/way-out.ts";
import { defineStep, type Next, type StepOutline } from "#core/flow/define-step.ts";
import { takeWayOut } from "#core/flow/run/take-way-out.ts";
import { untilMoment } from "#core/flow/run/until-moment.ts";
import { nameSchema } from "#core/flow/schema/common-keys.ts";
import { durationSchema } from "#core/flow/schema/duration-schema.ts";
import { expressionSchema } from "#core/flow/schema/expression-schema.ts";
import { later } from "#core/lib/millis.ts";
import { eventNameSchema } from "#core/model/happening.ts";

const waitSchema = z
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
    z.strictObject({
      event: eventNameSchema.meta({
        description:
          "The name of an event that your own systems or another flow send; what came along is `event.data` then.",
        examples: ["payment.received"],
      }),
      timeout: durationSchema.meta({
        description: "How long the event is waited for.",
        examples: ["2d"],
      }),
    }),
  ])
  .meta({ description: "`{ for: 2h }`, `{ until: … }` or `{ event: …, timeout: 2d }`." });

/** Lets time pass, or waits for an event; the person may do something else meanwhile. */
export const wait = defineStep({
  verb: "wait",
  about:
    "Waits for a length of time, until a moment, or for an event. Messages of the person go to other flows meanwhile.",
  needsId: true,
  keys: (steps) => ({
    wait: waitSchema,
    on_timeout: z.union([nameSchema, steps]).optional().meta({
      description:
        "A step's id, or steps, for when the event did not come in time. Without it the flow goes on.",
    }),
  }),
  outline: ({ wait: value, on_timeout: way }) => outlineWait(value, way),
  compile({ wait: value, on_timeout: way }, build) {
    if (way !== undefined && !("event" in value)) {
      build.report({
        code: "FLOW_KEY_USELESS",
        path: ["on_timeout"],
        part: "key",
        message: "only a wait for an event has an on_timeout",
        hint: "put the steps below this one",
      });
    }
    if ("event" in value) {
      const { event, timeout: timeoutMs } = value;
      const onTimeout = compileWayOut(way, "on_timeout", build);
      return { kind: "event", event, timeoutMs, onTimeout } as const;
    }
    if ("for" in value) return { kind: "for", durationMs: value.for } as const;
    const { until } = value;
    if (typeof until === "string" && isWritten(until)) {
      return { kind: "written", text: until.trim() } as const;
    }
    const kinds = ["moment", "date", "time", "integer"] as const;
    return { kind: "until", until: build.expression(["wait", "until"], until, { kinds }) } as const;
  },
  enter(plan, turn) {
    if (plan.kind === "for") return rest(later(turn.now, plan.durationMs));
    if (plan.kind === "event") {
      return rest(later(turn.now, plan.timeoutMs), { event: plan.event });
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
    return rest(dueAt);
  },
  resume(plan, turn, _wait, cause) {
    if (plan.kind !== "event" || cause.kind !== "timer") return { kind: "next" };
    turn.record("flow.event-missed", { event: plan.event });
    return plan.onTimeout === undefined ? { kind: "next" } : takeWayOut(plan.onTimeout);
  },
  adopt(plan, { kind }) {
    if (kind !== "wait") return undefined;
    return { kind, data: plan.kind === "event" ? { event: plan.event } : {} };
  },
});

function outlineWait(value: z.output<typeof waitSchema>, way: WayOutInput): StepOutline {
  const onTimeout = wayOutTarget(way, "on_timeout");
  const after = { kind: "time", durationMs: longestWait(value) } as const;
  const late = onTimeout === undefined ? [] : [{ to: onTimeout, after, fills: [] }];
  return {
    lists: wayOutLists(way, "on_timeout"),
    ways: [{ to: { kind: "next" }, after, fills: [] }, ...late],
    speaks: "not",
  };
}

/** Undefined when only the run knows it. */
function longestWait(value: z.output<typeof waitSchema>): number | undefined {
  if ("for" in value) return value.for;
  return "event" in value ? value.timeout : undefined;
}

function rest(dueAt: ReturnType<typeof later>, data: Readonly<Record<string, string>> = {}): Next {
  return { kind: "rest", rest: { kind: "wait", dueAt, data } };
}

/** A date, a time of day or both, written out; an expression cannot look like this. */
function isWritten(text: string): boolean {
  return /^(\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2})?|\d{2}:\d{2})$/.test(text.trim());
}
