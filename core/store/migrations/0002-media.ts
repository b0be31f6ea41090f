/**
 * Files that came with messages. `file` is the account of what may lie in the data folder: a row is
 * there before its file and goes after it; `is_unused` says that no row of `media` has it, so that
 * an erasure or a crash leaves no file that nobody knows of. `media` goes with its conversation.
 */
export const migration0002 = `
CREATE TABLE file (
  sha256 TEXT PRIMARY KEY NOT NULL,
  mime TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  noted_at INTEGER NOT NULL,
  is_unused INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX file_unused ON file (sha256) WHERE is_unused = 1;

CREATE TABLE media (
  seq INTEGER PRIMARY KEY,
  event TEXT NOT NULL,
  conversation TEXT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('kept', 'expired', 'refused', 'gone', 'failed')),
  reason TEXT,
  file TEXT REFERENCES file (sha256),
  at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX media_event ON media (event);
CREATE INDEX media_conversation ON media (conversation, seq);
CREATE INDEX media_file ON media (file) WHERE file IS NOT NULL;
CREATE INDEX media_kept ON media (at) WHERE state = 'kept';
`;
