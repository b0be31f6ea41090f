/**
 * Which revision of a flow is active, and who made it so: the newest row of a flow counts; without a
 * revision the flow was taken away. `aside` is the revision of the file that a rollback left aside.
 * Live runs can be counted by where they rest: the columns repeat what is in their bodies.
 */
export const migration0003 = `
CREATE TABLE activation (
  seq INTEGER PRIMARY KEY,
  flow TEXT NOT NULL,
  revision TEXT,
  at INTEGER NOT NULL,
  who TEXT NOT NULL,
  how TEXT NOT NULL CHECK (how IN ('start', 'reload', 'activate', 'rollback')),
  aside TEXT
) STRICT;
CREATE INDEX activation_flow ON activation (flow, seq);

ALTER TABLE run ADD COLUMN flow TEXT NOT NULL DEFAULT '';
ALTER TABLE run ADD COLUMN revision TEXT NOT NULL DEFAULT '';
ALTER TABLE run ADD COLUMN step TEXT NOT NULL DEFAULT '';
UPDATE run SET
  flow = coalesce(json_extract(body, '$.flow'), ''),
  revision = coalesce(json_extract(body, '$.revision'), ''),
  step = coalesce(json_extract(body, '$.wait.step'), '')
WHERE is_live = 1 AND json_valid(body);
CREATE INDEX run_live ON run (flow, revision, state, step) WHERE is_live = 1;
`;
