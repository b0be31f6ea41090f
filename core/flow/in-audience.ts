import type { Facts } from "#core/model/facts.ts";
import type { Placed } from "./compile/placed.ts";
import type { Expression } from "./expression/compile-expression.ts";
import { createScope } from "./expression/scope.ts";
import type { PersonalFact } from "./personal-facts.ts";
import { factNames, grantedOf } from "./run/fact-names.ts";

/** Whether a schedule's audience has a person; one that cannot be worked out has not. */
export function isInAudience(
  audience: Placed<Expression>,
  facts: Facts,
  reads: readonly PersonalFact[],
): boolean {
  const names = factNames(facts, facts.contact, grantedOf(facts), undefined, undefined, reads);
  const { locale, timeZone, now } = facts;
  const verdict = audience.value.evaluate(createScope(names, { locale, timeZone, nowAt: now }));
  return verdict.ok && verdict.value === true;
}
