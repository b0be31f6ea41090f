/**
 * Broadcasts, and a row for everybody in the audience of one: `refusal` says why they get nothing,
 * `outbox` is the number of their message's row. Whoever has neither waits.
 */
export const migration0008 = `
CREATE TABLE broadcast (
  seq INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  account TEXT NOT NULL,
  purpose TEXT NOT NULL,
  file TEXT NOT NULL,
  source TEXT NOT NULL,
  started_by TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  moved_at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('running', 'paused', 'stopped', 'done')),
  reason TEXT,
  is_collected INTEGER NOT NULL,
  after TEXT,
  audience INTEGER NOT NULL,
  tallied_from INTEGER NOT NULL
) STRICT;
CREATE INDEX broadcast_state ON broadcast (state, seq);

CREATE TABLE broadcast_recipient (
  broadcast TEXT NOT NULL,
  conversation TEXT NOT NULL,
  refusal TEXT,
  outbox INTEGER,
  PRIMARY KEY (broadcast, conversation)
) STRICT, WITHOUT ROWID;
CREATE INDEX broadcast_waiting ON broadcast_recipient (broadcast, conversation)
  WHERE refusal IS NULL AND outbox IS NULL;
CREATE INDEX broadcast_sent ON broadcast_recipient (broadcast, outbox) WHERE outbox IS NOT NULL;
CREATE INDEX broadcast_of_conversation ON broadcast_recipient (conversation);
`;
