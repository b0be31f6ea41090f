import type { Millis } from "#core/lib/millis.ts";
import type { PurposeRules } from "#core/model/consent.ts";
import type { Contact } from "#core/model/contact.ts";
import { type ConsentDenial, decideConsent, servicePurpose } from "./decide-consent.ts";

/** Why a flow does not begin. */
export type StartDenial = "stopped" | ConsentDenial;

/**
 * Decides whether a flow of a purpose may begin with a person to whom the bot may speak; undefined:
 * it may. Who is answered after STOP is answered by flows of `service` alone.
 */
export function decideStart(
  purpose: string,
  contact: Pick<Contact, "stoppedAt" | "consents">,
  rules: PurposeRules,
  now: Millis,
): StartDenial | undefined {
  if (contact.stoppedAt !== undefined && purpose !== servicePurpose) return "stopped";
  return decideConsent(purpose, contact.consents, rules, now);
}
