import { z } from "zod";
import { accountId, contactId, conversationId, idSchema } from "#core/lib/ids.ts";
import { millisSchema } from "#core/lib/millis.ts";

/**
 * Who answers: the bot, a person of ours (`human`, after a handoff), or another responder of the
 * channel (`other`: another app owns the thread).
 */
export const ownerSchema = z.enum(["bot", "human", "other"]);
export type Owner = z.infer<typeof ownerSchema>;

/** One contact with one account: the unit of order. */
export const conversationSchema = z.object({
  id: idSchema(conversationId),
  account: idSchema(accountId),
  contact: idSchema(contactId),
  /** End of the customer service window; undefined before the first message. */
  windowUntilAt: millisSchema.optional(),
  lastInboundAt: millisSchema.optional(),
  owner: ownerSchema,
  /** When the bot takes over again by itself; undefined: not before somebody says so. */
  ownerUntilAt: millisSchema.optional(),
  /** State of the contact's intake bucket (`takeOne`); fractional milliseconds. */
  limitNextAt: z.number().optional(),
  /** When "too many messages" was last told, so that it is told once. */
  limitToldAt: millisSchema.optional(),
  /** Texts that came in a row, each soon after the one before. */
  fastTexts: z.number().optional(),
  /** Until when texts are not answered, because two machines seem to write to each other. */
  loopUntilAt: millisSchema.optional(),
  createdAt: millisSchema,
});
export type Conversation = z.infer<typeof conversationSchema>;

/** The fields that a commit may write; an absent key stays, null clears. */
export interface ConversationChange {
  readonly windowUntilAt?: Conversation["windowUntilAt"];
  readonly lastInboundAt?: Conversation["lastInboundAt"];
  readonly owner?: Owner;
  readonly ownerUntilAt?: Conversation["ownerUntilAt"] | null;
  readonly limitNextAt?: number;
  readonly limitToldAt?: Conversation["limitToldAt"];
  readonly fastTexts?: number;
  readonly loopUntilAt?: Conversation["loopUntilAt"] | null;
}
