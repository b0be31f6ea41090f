import { z } from "zod";
import { eventId, idSchema, revisionId, runId } from "#core/lib/ids.ts";
import { jsonSchema } from "#core/lib/json.ts";
import { millisSchema } from "#core/lib/millis.ts";
import { happeningSchema } from "./happening.ts";
import { messageInSchema } from "./message-in.ts";

/**
 * What a run rests on. `id` is new for every rest, so an answer or timer of an earlier rest is
 * recognised as stale. `ask`, `choose`, `consent` and `converse` want a message, `activity` the result of effect `id`,
 * `pause` (before another try) and `wait` nothing but their timer or signal, `handoff` that the bot
 * gets the conversation back.
 */
export const waitSchema = z.object({
  kind: z.enum(["ask", "choose", "consent", "converse", "activity", "pause", "handoff", "wait"]),
  id: z.string(),
  /** The `id:` of the step in the flow. */
  step: z.string(),
  /** When the wait's timer fires, if it has one. */
  dueAt: millisSchema.optional(),
  /** What the step kind needs to go on: tries so far, page shown, question to repeat. */
  data: z.record(z.string(), jsonSchema).optional(),
});
export type Wait = z.infer<typeof waitSchema>;

/**
 * One conversation's passage through one revision, whole JSON between inputs. `position` is the
 * stack of places, outermost first; its frames belong to core/flow, and one of a called flow names it. `sequence` numbers effects.
 */
export const runSchema = z.object({
  id: idSchema(runId),
  flow: z.string(),
  revision: idSchema(revisionId),
  /** `queued`: waits for an earlier run of its flow, or for the foreground run, to end. */
  state: z.enum(["queued", "resting", "ended", "failed", "cancelled"]),
  /** What started it, or will. */
  trigger: z.string(),
  /** The message that a queued run starts with; `event` below if it was none. */
  opening: messageInSchema.optional(),
  /** What set it off, if no message did; it stays in sight of the flow as `event`. */
  event: happeningSchema.optional(),
  position: z
    .array(z.object({ list: z.string(), index: z.number(), flow: z.string().optional() }))
    .readonly(),
  slots: z.record(z.string(), jsonSchema).readonly(),
  locals: z.record(z.string(), jsonSchema).readonly(),
  /** Flows that are called inside each other at this moment, outermost first. */
  calls: z
    .array(
      z.object({
        flow: z.string(),
        slots: z.record(z.string(), jsonSchema),
        locals: z.record(z.string(), jsonSchema),
      }),
    )
    .readonly()
    .optional(),
  wait: waitSchema.optional(),
  sequence: z.number(),
  /**
   * What is to move it, and cannot yet. `timer` and `event`: it would have come to the foreground
   * while another run was there; it goes on when that is over. `file`: a message whose file is being
   * fetched, because it has to be known how large it is. `voice`: one that is being written down.
   */
  held: z
    .discriminatedUnion("kind", [
      z.object({ kind: z.literal("timer") }),
      z.object({
        kind: z.literal("file"),
        event: idSchema(eventId),
        message: messageInSchema,
      }),
      /** A voice note on its way to words; its file is fetched first. Without a run of a flow, it begins one. */
      z.object({
        kind: z.literal("voice"),
        event: idSchema(eventId),
        message: messageInSchema,
        heardAt: millisSchema,
        isFirst: z.boolean(),
      }),
      z.object({ kind: z.literal("event"), event: happeningSchema }),
      /** No run of a flow: an AI chooses among the intents of flows, and the message waits for it. */
      z.object({
        kind: z.literal("intent"),
        message: messageInSchema,
        heardAt: millisSchema,
        isFirst: z.boolean(),
      }),
    ])
    .optional(),
  /** The revision that it was offered and does not move to: it finishes on its own. */
  declined: idSchema(revisionId).optional(),
  /** Small counts that bound or vary a run: turns without a word from the person, texts in turn. */
  counters: z.record(z.string(), z.number()).optional(),
  startedAt: millisSchema,
});
export type Run = z.infer<typeof runSchema>;

/** Set in the data of a rest that wants to know how large a file is. */
export const sizedKey = "sized";

/** Set in the data of a rest whose voice notes are taken like typed words. */
export const voiceKey = "voice";

/** Flow and revision of what holds a message while a machine chooses or listens: no flow has them. */
export const noFlow = "(intent)";

/** Set in the data of a rest on an AI's answer: texts that come meanwhile are one turn for what comes then. */
export const aiStepKey = "ai";

/** The name of the event that a rest waits for. */
export function awaitedEvent({ kind, data }: Wait): string | undefined {
  const name = data?.["event"];
  return kind === "wait" && typeof name === "string" ? name : undefined;
}

/**
 * Where a run rests, as people see it: the step's id, behind the called flow's name and a dot inside
 * one. Empty where it does not rest, or at a step without an id.
 */
export function restingPlace({ position, wait }: Run): string {
  const step = wait?.step ?? "";
  const flow = position.at(-1)?.flow;
  return flow === undefined || step === "" ? step : `${flow}.${step}`;
}

/** True if the run takes the person's next message; a background run rests at `wait`. */
export function isForeground(run: Run): boolean {
  return run.state === "resting" && run.wait !== undefined && run.wait.kind !== "wait";
}
