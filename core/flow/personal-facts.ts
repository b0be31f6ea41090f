/** What of a person an expression sees only where the flow says so, with `reads:` at its top. */
export const personalFacts = ["phone"] as const;

export type PersonalFact = (typeof personalFacts)[number];
