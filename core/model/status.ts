import { z } from "zod";
import { jsonSchema } from "#core/lib/json.ts";
import { millisSchema } from "#core/lib/millis.ts";
import { addressSchema } from "./identity.ts";

/** Why a vendor refused a message: its own code and words, and what they mean to the owner. */
export const sendErrorSchema = z.object({
  /** The vendor's code as text (`131047`), or ours (`NET_TIMEOUT`). */
  code: z.string(),
  title: z.string(),
  /** What happened, in words for the owner. */
  meaning: z.string(),
  /** What the owner does about it. */
  action: z.string(),
  /** The vendor's trace id, for its support. */
  trace: z.string().optional(),
});
export type SendError = z.infer<typeof sendErrorSchema>;

/**
 * What a final refusal says about the world beyond this one message. `window-closed` also ends the
 * conversation's window in the store; the others are recorded for people.
 */
export const rejectionEffectSchema = z.enum([
  "none",
  "window-closed",
  "marketing-stopped",
  "unreachable",
]);
export type RejectionEffect = z.infer<typeof rejectionEffectSchema>;

export const deliverySchema = z.enum(["sent", "delivered", "read", "played", "failed"]);
export type Delivery = z.infer<typeof deliverySchema>;

/** One receipt for a message that we sent. `callback` is what we gave along with the send. */
export const statusUpdateSchema = z.object({
  /** The vendor's message id (a wamid on WhatsApp). */
  vendorId: z.string().min(1).max(1_024),
  status: deliverySchema,
  at: millisSchema,
  callback: z.string().max(512).optional(),
  recipient: z.array(addressSchema).optional(),
  error: sendErrorSchema.optional(),
  effect: rejectionEffectSchema.optional(),
  /** The vendor's price object, as told. */
  price: z.record(z.string(), jsonSchema).optional(),
});
export type StatusUpdate = z.infer<typeof statusUpdateSchema>;

const rank: Readonly<Record<Delivery, number>> = {
  sent: 1,
  failed: 2,
  delivered: 3,
  read: 4,
  played: 5,
};

/**
 * The delivery after one more receipt: receipts come in any order and more than once, a message
 * only moves forward, and `failed` replaces nothing but `sent`.
 */
export function nextDelivery(current: Delivery | undefined, incoming: Delivery): Delivery {
  if (current === undefined) return incoming;
  return rank[incoming] > rank[current] ? incoming : current;
}
