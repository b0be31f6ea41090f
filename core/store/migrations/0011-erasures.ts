/**
 * What is left to do for somebody whose rows are gone: their files, exports, keys, what networks keep. `keys` are
 * those to drop, the last of them this row's own: `addresses` are sealed with it, for it alone.
 */
export const migration0011 = `
CREATE TABLE erasure (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  contacts TEXT NOT NULL,
  keys TEXT NOT NULL,
  addresses TEXT NOT NULL
) STRICT;
`;
