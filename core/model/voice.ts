import { z } from "zod";
import { eventId, idSchema } from "#core/lib/ids.ts";

/**
 * What is asked of an activity of the port `voice`: the words of one voice note, whose file is kept.
 * The activity's `name` is the account's.
 */
export const voiceAskSchema = z.object({
  /** The message's event. */
  event: idSchema(eventId),
  /** BCP 47: the language that the person most likely speaks. */
  language: z.string(),
});
export type VoiceAsk = z.infer<typeof voiceAskSchema>;

/**
 * The value of one that is done. What went wrong is the activity's failure instead, whose code is one
 * of `aiFailureKinds`, or `budget`, `disabled`, `not_allowed`, `too_long`, `too_large`, `no_words`.
 */
export const heardSchema = z.object({
  /** Never empty. */
  text: z.string().min(1),
  provider: z.string(),
  model: z.string(),
  seconds: z.number(),
  costMicroUsd: z.number(),
});
export type Heard = z.infer<typeof heardSchema>;
