import type { AiPermit } from "#core/engine/ai/ai-facts.ts";
import { decideConsent } from "#core/gate/decide-consent.ts";
import type { PurposeRules } from "#core/model/consent.ts";
import type { Contact } from "#core/model/contact.ts";
import type { Clock } from "#core/model/ports/clock.ts";

/** The purpose under which people agree that a machine reads what they write. */
const aiPurpose = "ai";
/** The purpose under which they agree that it leaves this machine for that. */
const elsewherePurpose = "ai_elsewhere";

/**
 * What a person allows AI to do: all of it, unless bot.yaml declares the purposes `ai` and
 * `ai_elsewhere`; then what the ledger says of each, decided anew for each question. Who says no to
 * `ai_elsewhere` alone is answered by providers on this machine, or not at all.
 */
export function createAiPermit(
  purposes: PurposeRules,
  clock: Clock,
): (contact: Pick<Contact, "consents">) => Promise<AiPermit> {
  return ({ consents }) => {
    const may = (purpose: string) =>
      !purposes.has(purpose) ||
      decideConsent(purpose, consents, purposes, clock.now()) === undefined;
    return Promise.resolve({ mayAsk: may(aiPurpose), mayLeaveHost: may(elsewherePurpose) });
  };
}
