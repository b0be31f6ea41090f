import { z } from "zod";
import { type EffectId, type EventId, effectId, eventId, idSchema } from "#core/lib/ids.ts";
import { type Json, jsonSchema, parseJson } from "#core/lib/json.ts";
import { type MediaRef, mediaRefSchema } from "#core/model/message-in.ts";

/*
 * What travels between the turn that asks for a file, the activity that fetches it and the turn
 * that hears how it went. Runs number their effects, so the ending is nobody else's.
 */

const ending = ":media";

export function mediaEffect(event: EventId): EffectId {
  return effectId(`${event}${ending}`);
}

export function isMediaEffect(effect: EffectId): boolean {
  return effect.endsWith(ending);
}

const requestSchema = z.object({ event: idSchema(eventId), media: mediaRefSchema });
export type MediaRequest = z.infer<typeof requestSchema>;

/** The input of the activity: the message's event and its file. */
export function writeRequest(event: EventId, media: MediaRef): Json {
  return parseJson(jsonSchema, JSON.stringify({ event, media }), "media");
}

export function readRequest(input: Json): MediaRequest {
  return requestSchema.parse(input);
}

const conclusionSchema = z.object({
  state: z.enum(["kept", "refused", "gone", "failed"]),
  /** For the owner. */
  reason: z.string().optional(),
  /** How large it is, if it is kept. */
  bytes: z.number().optional(),
});

/** How it ended; `reason` is undefined only for what is kept. */
export type Conclusion = z.infer<typeof conclusionSchema>;

/** The conclusion in an activity's value; undefined for what is none. */
export function readConclusion(value: Json): Conclusion | undefined {
  return conclusionSchema.safeParse(value).data;
}
