import type { Millis } from "#core/lib/millis.ts";
import type { Contact } from "./contact.ts";
import type { Conversation } from "./conversation.ts";
import type { SendFacts } from "./send.ts";

/** What the gate has to know of a contact and a conversation; a handoff that is over counts no more. */
export function sendFactsOf(contact: Contact, conversation: Conversation, now: Millis): SendFacts {
  const { owner, ownerUntilAt, windowUntilAt } = conversation;
  const isOver = ownerUntilAt !== undefined && ownerUntilAt <= now;
  const { consents, stoppedAt } = contact;
  return { windowUntilAt, stoppedAt, owner: isOver ? "bot" : owner, consents };
}
