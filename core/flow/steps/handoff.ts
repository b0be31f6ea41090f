import { z } from "zod";
import { compileWayOut, wayOutLists, wayOutTarget } from "#core/flow/compile/way-out.ts";
import { defineStep, type Way } from "#core/flow/define-step.ts";
import { takeWayOut } from "#core/flow/run/take-way-out.ts";
import { nameSchema } from "#core/flow/schema/common-keys.ts";
import { durationSchema } from "#core/flow/schema/duration-schema.ts";
import { later } from "#core/lib/millis.ts";
import { cutText } from "#core/lib/text.ts";

/** Longest summary, in UTF-16 units: a person reads it at a glance. */
const maxSummaryChars = 2_000;

/** Gives the conversation to a person and rests until the bot has it again. */
export const handoff = defineStep({
  verb: "handoff",
  about:
    "Gives the conversation to a person. The bot is silent until it is given back, the person writes START, or `timeout` is over; then the flow goes on.",
  needsId: true,
  keys: (steps) => ({
    handoff: z
      .string()
      .min(1)
      .meta({
        description: "What the person who takes over should know; the contact does not see it.",
        examples: ["{{ slots.cups }} x {{ slots.drink }}: a big order"],
      }),
    timeout: durationSchema.optional().meta({
      description: "How long the bot is silent at most. A day if absent.",
      examples: ["4h"],
    }),
    on_timeout: z.union([nameSchema, steps]).optional().meta({
      description:
        "A step's id, or steps, for when the time was over. Without it the flow goes on below.",
    }),
  }),
  outline({ timeout, on_timeout: onTimeout }) {
    const after = { kind: "time", durationMs: timeout } as const;
    const ways: Way[] = [
      { to: { kind: "next" }, after, fills: [] },
      { to: wayOutTarget(onTimeout, "on_timeout") ?? { kind: "next" }, after, fills: [] },
    ];
    return { lists: wayOutLists(onTimeout, "on_timeout"), ways, speaks: "not" };
  },
  compile: (input, build) => ({
    summary: build.template(["handoff"], input.handoff),
    timeoutMs: input.timeout,
    onTimeout: compileWayOut(input.on_timeout, "on_timeout", build),
  }),
  enter({ summary, timeoutMs }, turn) {
    const result = summary.value.render(turn.scope());
    if (!result.ok) {
      const { code, message, start, end } = result.error;
      return { kind: "fail", failure: { code, message, at: summary.place(start, end) } };
    }
    const dueAt = timeoutMs === undefined ? undefined : later(turn.now, timeoutMs);
    const id = turn.handOff(cutText(result.value, maxSummaryChars), dueAt);
    return { kind: "rest", rest: { kind: "handoff", id, dueAt, data: {} } };
  },
  resume({ onTimeout }, _turn, _wait, cause) {
    return cause.kind === "timer" && onTimeout !== undefined
      ? takeWayOut(onTimeout)
      : { kind: "next" };
  },
});
