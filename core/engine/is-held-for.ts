import type { Run } from "#core/model/run.ts";
import { mediaEffect } from "./media/media-effect.ts";
import { voiceEffect } from "./voice/voice-effect.ts";

/** Whether a run holds a message until its file is fetched, or written down, and this is the work on it. */
export function isHeldFor({ held }: Pick<Run, "held">, effect: string): boolean {
  if (held?.kind !== "file" && held?.kind !== "voice") return false;
  return mediaEffect(held.event) === effect || voiceEffect(held.event) === effect;
}
