/** What a message came to by its receipts, in micro-USD; NULL: they have not told. Added up for `sapa spend`. */
export const migration0014 = `
ALTER TABLE outbox ADD COLUMN cost_micro_usd INTEGER;
`;
