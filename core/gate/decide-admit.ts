import { type Consents, isBlocked } from "#core/model/consent.ts";
import type { Address } from "#core/model/identity.ts";

/** Why somebody has nothing to do with the bot: people of ours blocked them, or it is not for them. */
export type AdmitDenial = "blocked" | "not-allowed";

/** Ids and numbers of those who alone may talk to the bot; undefined: everybody may. */
export type AllowList = ReadonlySet<string> | undefined;

/**
 * Decides whether the bot has anything to do with a person, whatever it is about; undefined: it has. What
 * people of ours have decided about somebody says more than a list.
 */
export function decideAdmit(
  consents: Consents | undefined,
  addresses: readonly Address[],
  allow: AllowList,
): AdmitDenial | undefined {
  if (isBlocked(consents)) return "blocked";
  if (allow === undefined || addresses.some(({ value }) => allow.has(value))) return undefined;
  return "not-allowed";
}
