import type { JsonObject } from "sapa/plugin";
import { objectOf, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";

/** Whose updates are ours. */
export interface Own {
  readonly phoneNumberId: string;
  readonly messagingAccountId: string | undefined;
}

/** The number that a change is about: in `metadata`, or for handovers in `recipient`. */
export function phoneNumberIdOf(value: JsonObject | undefined): string | undefined {
  const holder = objectOf(value?.["metadata"]) ?? objectOf(value?.["recipient"]);
  return textOf(holder?.["phone_number_id"]);
}

/**
 * True if a change of a field other than `messages` is about another number or Messaging account.
 * Changes of the whole account name no number: they are everybody's. Source: reference 2.9.
 */
export function isForeign(value: JsonObject | undefined, entry: JsonObject, own: Own): boolean {
  const phoneNumberId = phoneNumberIdOf(value);
  if (phoneNumberId !== undefined && phoneNumberId !== own.phoneNumberId) return true;
  const accountId = textOf(entry["id"]);
  // Meta's own sample payloads come with the account "0".
  if (own.messagingAccountId === undefined || accountId === undefined || accountId === "0") {
    return false;
  }
  return accountId !== own.messagingAccountId;
}
