import { z } from "zod";
import { idSchema, revisionId, runId } from "#core/lib/ids.ts";
import { jsonSchema } from "#core/lib/json.ts";
import { millisSchema } from "#core/lib/millis.ts";
import { messageInSchema } from "./message-in.ts";

/**
 * What a run rests on. `id` is new for every rest, so an answer or timer of an earlier rest is
 * recognised as stale. `ask` and `choose` want a message, `activity` the result of effect `id`,
 * `wait` nothing but its timer or signal.
 */
export const waitSchema = z.object({
  kind: z.enum(["ask", "choose", "activity", "wait"]),
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
 * stack of places, outermost first; its frames belong to core/flow. `sequence` numbers effects.
 */
export const runSchema = z.object({
  id: idSchema(runId),
  flow: z.string(),
  revision: idSchema(revisionId),
  /** `queued`: waits for an earlier run of its flow to end (`mode: queue`). */
  state: z.enum(["queued", "resting", "ended", "failed", "cancelled"]),
  /** What started it, or will. */
  trigger: z.string(),
  /** The message that a queued run starts with. */
  opening: messageInSchema.optional(),
  position: z.array(z.object({ list: z.string(), index: z.number() })).readonly(),
  slots: z.record(z.string(), jsonSchema).readonly(),
  locals: z.record(z.string(), jsonSchema).readonly(),
  wait: waitSchema.optional(),
  sequence: z.number(),
  /** Small counts that bound or vary a run: turns without a word from the person, texts in turn. */
  counters: z.record(z.string(), z.number()).optional(),
  startedAt: millisSchema,
});
export type Run = z.infer<typeof runSchema>;

/** True if the run takes the person's next message; a background run rests at `wait`. */
export function isForeground(run: Run): boolean {
  return run.state === "resting" && run.wait !== undefined && run.wait.kind !== "wait";
}
