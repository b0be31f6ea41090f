/**
 * The number of the key that a person's rows are sealed with; 0 is the store's own. A conversation repeats
 * that of its contact, so that a message costs no look-up. The next open gives a key to whoever has none.
 */
export const migration0010 = `
ALTER TABLE contact ADD COLUMN key INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN key INTEGER NOT NULL DEFAULT 0;
`;
