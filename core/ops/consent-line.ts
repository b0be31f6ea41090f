import { later, type Millis } from "#core/lib/millis.ts";
import type { NewConsent, PurposeRule } from "#core/model/consent.ts";

/** A line of the consent ledger that a person of ours writes down for somebody. */
export function consentLine(
  said: Pick<NewConsent, "purpose" | "answer" | "wording" | "source">,
  rule: PurposeRule,
  at: Millis,
): NewConsent {
  const { expiresMs, needs } = rule;
  const isEnding = said.answer === "yes" && expiresMs !== undefined;
  return {
    ...said,
    at,
    ...(isEnding ? { expiresAt: later(at, expiresMs) } : {}),
    ...(needs === undefined ? {} : { covers: needs }),
  };
}
