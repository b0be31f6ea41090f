/** What AI providers did for the bot itself and what it cost, by attempt: `ai_usage` without a person. */
export const migration0015 = `
CREATE TABLE bot_ai_usage (
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  day TEXT NOT NULL,
  account TEXT NOT NULL,
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
CREATE INDEX bot_ai_usage_at ON bot_ai_usage (at);
`;
