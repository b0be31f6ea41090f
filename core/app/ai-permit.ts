import type { AiPermit } from "#core/engine/ai/ai-facts.ts";
import { decideConsent } from "#core/gate/decide-consent.ts";
import type { PurposeRules } from "#core/model/consent.ts";
import type { Contact } from "#core/model/contact.ts";
import type { Clock } from "#core/model/ports/clock.ts";

/** The purpose under which people agree that a machine reads what they write. */
const aiPurpose = "ai";

/**
 * What a person allows AI to do: all of it, unless bot.yaml declares the purpose `ai`; then what the
 * ledger says of that, decided anew for each question.
 */
export function createAiPermit(
  purposes: PurposeRules,
  clock: Clock,
): (contact: Contact) => Promise<AiPermit> {
  return ({ consents }) => {
    const denial = purposes.has(aiPurpose)
      ? decideConsent(aiPurpose, consents, purposes, clock.now())
      : undefined;
    return Promise.resolve({ mayAsk: denial === undefined, mayLeaveHost: true });
  };
}
