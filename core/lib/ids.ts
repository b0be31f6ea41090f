import { z } from "zod";

declare const idBrand: unique symbol;

/** A string that names one kind of thing; the brand keeps two kinds from being mixed up. */
type Id<Kind extends string> = string & { readonly [idBrand]: Kind };

export type ContactId = Id<"contact">;
export type ConversationId = Id<"conversation">;
export type EventId = Id<"event">;
export type RunId = Id<"run">;
export type OutboxId = Id<"outbox">;
export type TimerId = Id<"timer">;
/** `run:sequence`: what `advance` asked for, stable across repeats. */
export type EffectId = Id<"effect">;
/** The key under `channels:` in bot.yaml; part of the webhook's path. */
export type AccountId = Id<"account">;
/** A flow's content hash, lowercase hex. */
export type RevisionId = Id<"revision">;

function brand<T extends string>(): (value: string) => T {
  // oxlint-disable-next-line no-unsafe-type-assertion -- the one place where ids are branded
  return (value) => value as T;
}

export const contactId = brand<ContactId>();
export const conversationId = brand<ConversationId>();
export const eventId = brand<EventId>();
export const runId = brand<RunId>();
export const outboxId = brand<OutboxId>();
export const timerId = brand<TimerId>();
export const effectId = brand<EffectId>();
export const accountId = brand<AccountId>();
export const revisionId = brand<RevisionId>();

/** A schema that brands a non-empty string of at most 200 characters. */
export function idSchema<T extends string>(make: (value: string) => T) {
  return z.string().min(1).max(200).transform(make);
}
