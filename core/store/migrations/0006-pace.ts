/**
 * The pace of a conversation's sends lies in its own row: a bucket beside it cost every reply a page
 * of the journal. What the old buckets held goes along.
 */
export const migration0006 = `
ALTER TABLE conversation ADD COLUMN pace_next_at REAL;
UPDATE conversation SET pace_next_at = bucket.next_at FROM bucket
  WHERE bucket.key >= 'pair:' AND bucket.key < 'pair;'
    AND conversation.id = substr(bucket.key, length('pair:') + 1);
`;
