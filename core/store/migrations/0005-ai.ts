/**
 * What AI providers were asked and what it cost, by attempt, without a word of it; and where a
 * provider that keeps a conversation's history itself keeps it (`thread`, encoded). Both go with
 * their conversation.
 */
export const migration0005 = `
CREATE TABLE ai_usage (
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  day TEXT NOT NULL,
  account TEXT NOT NULL,
  conversation TEXT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
  flow TEXT NOT NULL,
  effect TEXT NOT NULL,
  provider TEXT NOT NULL,
  model TEXT NOT NULL,
  outcome TEXT NOT NULL,
  input_tokens INTEGER NOT NULL,
  cached_tokens INTEGER NOT NULL,
  output_tokens INTEGER NOT NULL,
  cost_micro_usd INTEGER NOT NULL,
  is_told INTEGER NOT NULL,
  ms INTEGER NOT NULL
) STRICT;
CREATE INDEX ai_usage_conversation ON ai_usage (conversation, seq);
CREATE INDEX ai_usage_at ON ai_usage (at);

CREATE TABLE ai_thread (
  conversation TEXT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
  provider TEXT NOT NULL,
  thread TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (conversation, provider)
) STRICT, WITHOUT ROWID;
`;
