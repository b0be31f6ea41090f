import type { Slot } from "#core/flow/compile/slot.ts";
import { canonicalJson, type Json } from "#core/lib/json.ts";
import type { Contact, ContactChange } from "#core/model/contact.ts";
import type { Facts } from "#core/model/facts.ts";
import { conversationMark } from "./fact-names.ts";

/** Where the profile holds a kept slot. One kept for a conversation has the account in its key. */
export function profileKey(slot: Slot, facts: Facts): string {
  return slot.keep === "conversation"
    ? `${facts.channel.account}${conversationMark}${slot.name}`
    : slot.name;
}

/** The contact with a kept slot's new value; null forgets it. */
export function fillContact(contact: Contact, slot: Slot, value: Json, facts: Facts): Contact {
  return { ...contact, profile: { ...contact.profile, [profileKey(slot, facts)]: value } };
}

/**
 * What has to be written so that `before` becomes `after`; undefined if nothing. Tags and profile
 * are whole: with null for what is forgotten, so that merging and replacing come to the same.
 */
export function contactChange(before: Contact, after: Contact): ContactChange | undefined {
  if (before === after) return undefined;
  const change: ContactChange = {
    ...(after.name !== undefined && after.name !== before.name ? { name: after.name } : {}),
    ...(after.language !== undefined && after.language !== before.language
      ? { language: after.language }
      : {}),
    ...(isSame(before.tags, after.tags) ? {} : { tags: after.tags }),
    ...(isSame(before.profile, after.profile) ? {} : { profile: after.profile }),
  };
  return Object.keys(change).length === 0 ? undefined : change;
}

function isSame(a: Json, b: Json): boolean {
  return canonicalJson(a) === canonicalJson(b);
}
