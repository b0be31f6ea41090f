import { dayMs, type Json, later, type Millis, toMillis } from "sapa/plugin";
import { numberOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";

/**
 * Meta's time stamp (Unix seconds, text or number) as a moment. What is no time, or lies more than
 * a day ahead of our clock, counts as just received: it would spoil the order of a conversation.
 */
export function readMoment(value: Json | undefined, receivedAt: Millis): Millis {
  const seconds = numberOf(value);
  if (seconds === undefined || seconds <= 0) return receivedAt;
  const at = seconds * 1_000;
  return at > later(receivedAt, dayMs) ? receivedAt : toMillis(at);
}
