import { z } from "zod";
import { type EffectId, type EventId, effectId, eventId, idSchema } from "#core/lib/ids.ts";
import { type Json, jsonSchema, parseJson } from "#core/lib/json.ts";
import { millisSchema } from "#core/lib/millis.ts";

/*
 * What travels between the turn in which a person asks for their data, the activity that gathers or erases
 * it, and the turn that hears how it went. Runs number their effects, so the endings are nobody else's.
 */

export type OwnDataWork = "export" | "erase";

export function ownDataEffect(event: EventId, work: OwnDataWork): EffectId {
  return effectId(`${event}:own-${work}`);
}

/** What an effect was to do for the person; undefined: something else. */
export function ownDataWorkOf(effect: EffectId): OwnDataWork | undefined {
  const [, work] = /:own-(export|erase)$/.exec(effect) ?? [];
  return work === "export" || work === "erase" ? work : undefined;
}

const requestSchema = z.object({
  /** The message in which they asked. */
  event: idSchema(eventId),
  /** BCP 47, of the chat. */
  locale: z.string(),
  askedAt: millisSchema,
});
export type OwnDataRequest = z.infer<typeof requestSchema>;

export function writeOwnDataRequest(request: OwnDataRequest): Json {
  return parseJson(jsonSchema, JSON.stringify(request), "own data");
}

export function readOwnDataRequest(input: Json): OwnDataRequest {
  return requestSchema.parse(input);
}

const exportedSchema = z.object({
  /** The same to read in the chat. */
  text: z.string(),
  sha256: z.string(),
  mime: z.string(),
});
/** What was gathered of a person: a text, and a kept file with all of it. */
export type Exported = z.infer<typeof exportedSchema>;

/** Undefined for what is none. */
export function readExported(value: Json): Exported | undefined {
  return exportedSchema.safeParse(value).data;
}
