/**
 * The consent ledger, whole: `hash` is the SHA-256 of the wording, `covers` JSON of what was told of,
 * `is_told` marks a line that says that the disclosure was told (its `answer` is `yes`). `consents`
 * of a contact is JSON of the ledger's last words, so that a send's facts need no row of it.
 */
export const migration0004 = `
ALTER TABLE consent ADD COLUMN hash TEXT;
ALTER TABLE consent ADD COLUMN covers TEXT;
ALTER TABLE consent ADD COLUMN is_told INTEGER NOT NULL DEFAULT 0;
ALTER TABLE contact ADD COLUMN consents TEXT;
`;
