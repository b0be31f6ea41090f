/** What is known of templates: a row for each account, name and language; nothing of a person. */
export const migration0012 = `
CREATE TABLE template (
  account TEXT NOT NULL,
  name TEXT NOT NULL,
  language TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (account, name, language)
) WITHOUT ROWID;
`;
