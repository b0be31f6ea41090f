import { type EffectId, type EventId, effectId } from "#core/lib/ids.ts";

/** Runs number their effects, so the ending is nobody else's. */
const ending = ":voice";

/** What writes down the voice note of a message. */
export function voiceEffect(event: EventId): EffectId {
  return effectId(`${event}${ending}`);
}

export function isVoiceEffect(effect: EffectId): boolean {
  return effect.endsWith(ending);
}
