import type { Millis } from "#core/lib/millis.ts";
import {
  type Consents,
  isCovered,
  type PurposeRule,
  type PurposeRules,
} from "#core/model/consent.ts";

/** Why nothing for a purpose may go to a person. */
export type ConsentDenial =
  | "purpose-unknown"
  | "consent-missing"
  | "consent-withdrawn"
  | "consent-expired"
  | "consent-outdated";

/** The purpose of what is said to whoever writes; a bot that does not declare it has it by notice. */
export const servicePurpose = "service";

const undeclaredService: PurposeRule = { basis: "notice", expiresMs: undefined, needs: undefined };

/**
 * Decides whether messages for a purpose may go to a person at this moment; undefined: they may.
 * Writing first is no yes; a yes that was given for less than is done today is asked again.
 */
export function decideConsent(
  purpose: string,
  consents: Consents | undefined,
  rules: PurposeRules,
  now: Millis,
): ConsentDenial | undefined {
  const rule = rules.get(purpose) ?? (purpose === servicePurpose ? undeclaredService : undefined);
  if (rule === undefined) return "purpose-unknown";
  const state = consents?.[purpose];
  if (state?.answer === "no") return "consent-withdrawn";
  if (rule.basis === "notice") return undefined;
  if (state?.answer !== "yes") return "consent-missing";
  const { at, expiresAt } = state;
  if (expiresAt !== undefined && expiresAt <= now) return "consent-expired";
  if (rule.expiresMs !== undefined && at + rule.expiresMs <= now) return "consent-expired";
  return isCovered(state.covers, rule.needs) ? undefined : "consent-outdated";
}
