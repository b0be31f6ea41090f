import { z } from "zod";
import type { ContactId } from "#core/lib/ids.ts";

export const addressKinds = ["user_id", "chat", "phone"] as const;

/**
 * How a channel reaches a person. `user_id` (a BSUID on WhatsApp) and `chat` name one person for
 * good; a `phone` (digits, no plus) is an alias: numbers are hidden, changed and recycled.
 */
export const addressSchema = z.object({
  kind: z.enum(addressKinds),
  value: z.string().min(1).max(256),
});
export type Address = z.infer<typeof addressSchema>;

/** Who an update is from. `previous` are addresses that this very update says are given up. */
export const senderSchema = z.object({
  /** Within which addresses are unique: the channel's kind. */
  scope: z.string().min(1).max(64),
  addresses: z.array(addressSchema).max(4).readonly(),
  previous: z.array(addressSchema).max(4).readonly().optional(),
  name: z.string().max(512).optional(),
  username: z.string().max(128).optional(),
});
export type Sender = z.infer<typeof senderSchema>;

/** A contact that the store found under one of the asked addresses. */
export interface KnownContact {
  readonly contact: ContactId;
  readonly address: Address;
  /** True if the contact has any address that names one person for good. */
  readonly isAnchored: boolean;
}

/** What to do with a sender: whose it is, which addresses it gains, which are given up. */
export interface Resolution {
  /** Undefined: nobody that we know; a new contact is made. */
  readonly contact: ContactId | undefined;
  readonly gains: readonly Address[];
  readonly retires: readonly Address[];
}

/**
 * Decides whose an update is. An anchor that is known wins; then the person who gave up a known
 * address in this update; then a known phone, unless both sides have anchors that differ: people
 * are never merged on a phone alone (numbers are recycled). A phone that moves leaves its old owner.
 * Pure; every store uses it inside its ingest transaction.
 */
export function resolveSender(sender: Sender, known: readonly KnownContact[]): Resolution {
  const find = (address: Address) => known.find((item) => isSameAddress(item.address, address));
  const anchors = sender.addresses.filter(isAnchor);
  const phones = sender.addresses.filter((address) => !isAnchor(address));
  const byAnchor = anchors.map(find).find((item) => item !== undefined);
  const byPrevious = (sender.previous ?? []).map(find).find((item) => item !== undefined);
  const byPhone = phones
    .map(find)
    .find((item) => item !== undefined && (anchors.length === 0 || !item.isAnchored));
  const contact = (byAnchor ?? byPrevious ?? byPhone)?.contact;
  const gains = sender.addresses.filter((address) => {
    const owner = find(address);
    return owner === undefined || owner.contact !== contact;
  });
  return { contact, gains, retires: sender.previous ?? [] };
}

/** True if the address names one person for good. */
export function isAnchor(address: Address): boolean {
  return address.kind !== "phone";
}

export function isSameAddress(a: Address, b: Address): boolean {
  return a.kind === b.kind && a.value === b.value;
}
