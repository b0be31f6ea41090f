import type { Millis } from "#core/lib/millis.ts";
import type { Contact } from "#core/model/contact.ts";
import type { Conversation } from "#core/model/conversation.ts";
import { isAnswered } from "./decide-send.ts";

/** Why the bot does not answer; `undefined` when it may. */
export type Silence = "stopped" | "owned-by-human" | "owned-by-other" | "over-limit";

/**
 * Decides whether the bot may speak in this conversation at all, before a flow is asked.
 * `isOverLimit`: the event is one of more than a person may send.
 */
export function decideIntake(
  contact: Pick<Contact, "stoppedAt" | "consents">,
  conversation: Pick<Conversation, "owner">,
  now: Millis,
  isOverLimit = false,
): Silence | undefined {
  const { stoppedAt, consents } = contact;
  if (stoppedAt !== undefined && !isAnswered(consents, stoppedAt, now)) return "stopped";
  if (conversation.owner === "human") return "owned-by-human";
  if (conversation.owner === "other") return "owned-by-other";
  return isOverLimit ? "over-limit" : undefined;
}
