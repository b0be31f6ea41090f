/**
 * Settings that operators put over bot.yaml by a command, and the command of each that waits for its
 * code: `body` is its JSON, encoded, because it may name a person.
 */
export const migration0009 = `
CREATE TABLE setting_override (
  key TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL,
  by TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE TABLE pending_command (
  owner TEXT PRIMARY KEY NOT NULL,
  code TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;
`;
