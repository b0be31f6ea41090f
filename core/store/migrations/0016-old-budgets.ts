/** Finds what was spent in periods that are long over, so that it can be cleared. */
export const migration0016 = `
CREATE INDEX budget_period ON budget (period_at);
`;
