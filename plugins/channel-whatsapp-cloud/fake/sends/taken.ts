import type { Person } from "#plugins/channel-whatsapp-cloud/fake/person.ts";

/** What a message is paid as. */
export type PriceCategory = "service" | "marketing" | "utility" | "authentication";

/** A message that was taken, as its receipts need it. */
export interface Taken {
  readonly wamid: string;
  readonly person: Person;
  /** True if it was addressed by phone number. */
  readonly isToPhone: boolean;
  readonly callback: string | undefined;
  /** `service` for free-form messages, else the template's category. */
  readonly category: PriceCategory;
  readonly isReaction: boolean;
  /** True for a voice note, which tells when it was heard. */
  readonly isVoice: boolean;
  /** How long it waits for a phone that is off. */
  readonly ttlMs: number;
  /** Why it will not arrive, if it will not. */
  readonly failure: { readonly code: number; readonly details: string } | undefined;
}
