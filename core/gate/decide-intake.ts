import type { Contact } from "#core/model/contact.ts";
import type { Conversation } from "#core/model/conversation.ts";

/** Why the bot does not answer; `undefined` when it may. */
export type Silence = "stopped" | "owned-by-human" | "owned-by-other";

/** Decides whether the bot may speak in this conversation at all, before a flow is asked. */
export function decideIntake(contact: Contact, conversation: Conversation): Silence | undefined {
  if (contact.stoppedAt !== undefined) return "stopped";
  if (conversation.owner === "human") return "owned-by-human";
  if (conversation.owner === "other") return "owned-by-other";
  return undefined;
}
