/**
 * The first shape. Text columns named `body`, `message`, `value`, `request`, `data`, `raw`, `vendor`
 * and `wording` went through the codec; `lookup` and `key` of `dedupe` are its keys and outlive an
 * erasure. Partial indexes hold what is open, so that a start reads that and nothing else. Ids of
 * `event` and `outbox` carry `seq` in their tail (row-number.ts) and need no index of their own.
 *
 * Every index costs each message a page of the journal, and every foreign key a look-up, so the hot
 * tables have as few as they can: an effect names its run, event or conversation and is unique with
 * its conversation; erase-person.ts removes what would have cascaded.
 */
export const migration0001 = `
CREATE TABLE meta (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE contact (
  id TEXT PRIMARY KEY NOT NULL,
  body TEXT NOT NULL,
  stopped_at INTEGER,
  facts_version INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE address (
  lookup TEXT PRIMARY KEY NOT NULL,
  scope TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('user_id', 'chat', 'phone')),
  value TEXT NOT NULL,
  contact TEXT NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
  since_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX address_contact ON address (contact);

CREATE TABLE conversation (
  id TEXT PRIMARY KEY NOT NULL,
  account TEXT NOT NULL,
  contact TEXT NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
  window_until_at INTEGER,
  last_inbound_at INTEGER,
  owner TEXT NOT NULL CHECK (owner IN ('bot', 'human', 'other')),
  owner_until_at INTEGER,
  limit_next_at REAL,
  limit_told_at INTEGER,
  retry_at INTEGER,
  facts_version INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX conversation_contact ON conversation (contact, account);

CREATE TABLE dedupe (key TEXT PRIMARY KEY NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE event (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  account TEXT NOT NULL,
  conversation TEXT,
  kind TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'done', 'ignored', 'dead')),
  reason TEXT,
  attempts INTEGER NOT NULL,
  occurred_at INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  body TEXT NOT NULL,
  raw TEXT
) STRICT;
CREATE INDEX event_conversation ON event (conversation, seq);
CREATE INDEX event_pending ON event (seq) WHERE state = 'pending';
CREATE INDEX event_dead ON event (seq) WHERE state = 'dead';
CREATE INDEX event_unparsed ON event (seq) WHERE kind = 'unparsed';

CREATE TABLE run (
  id TEXT PRIMARY KEY NOT NULL,
  conversation TEXT NOT NULL,
  state TEXT NOT NULL,
  is_live INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX run_conversation ON run (conversation, is_live);

CREATE TABLE timer (
  id TEXT PRIMARY KEY NOT NULL,
  conversation TEXT NOT NULL,
  run TEXT NOT NULL,
  wait TEXT NOT NULL,
  due_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX timer_due ON timer (due_at);
CREATE INDEX timer_run ON timer (run);

CREATE TABLE activity (
  seq INTEGER PRIMARY KEY,
  effect TEXT NOT NULL,
  conversation TEXT NOT NULL,
  account TEXT NOT NULL,
  run TEXT NOT NULL,
  request TEXT NOT NULL,
  timeout_ms INTEGER NOT NULL,
  attempts INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX activity_effect ON activity (effect);
CREATE INDEX activity_run ON activity (run);

CREATE TABLE history (
  seq INTEGER PRIMARY KEY,
  conversation TEXT NOT NULL,
  at INTEGER NOT NULL,
  what TEXT NOT NULL,
  run TEXT,
  event TEXT,
  data TEXT
) STRICT;
CREATE INDEX history_conversation ON history (conversation, seq);

CREATE TABLE outbox (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  effect TEXT NOT NULL,
  conversation TEXT NOT NULL,
  account TEXT NOT NULL,
  run TEXT,
  class TEXT NOT NULL CHECK (class IN ('prompt', 'reply', 'template', 'campaign')),
  purpose TEXT NOT NULL,
  message TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN
    ('queued', 'sending', 'unknown', 'accepted', 'failed', 'blocked', 'unconfirmed')),
  is_open INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  refusals INTEGER NOT NULL,
  unknowns INTEGER NOT NULL,
  queued_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  copies INTEGER NOT NULL,
  delivery TEXT CHECK (delivery IN ('sent', 'delivered', 'read', 'played', 'failed')),
  reason TEXT,
  error TEXT,
  price TEXT
) STRICT;
CREATE UNIQUE INDEX outbox_effect ON outbox (conversation, effect);
CREATE INDEX outbox_open ON outbox (seq) WHERE is_open = 1;
CREATE INDEX outbox_unconfirmed ON outbox (seq) WHERE state = 'unconfirmed';

CREATE TABLE vendor_message (
  lookup TEXT PRIMARY KEY NOT NULL,
  outbox INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  is_confirmed INTEGER NOT NULL,
  vendor TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX vendor_message_outbox ON vendor_message (outbox);

CREATE TABLE early_status (
  lookup TEXT NOT NULL,
  status TEXT NOT NULL,
  body TEXT NOT NULL,
  kept_at INTEGER NOT NULL,
  PRIMARY KEY (lookup, status)
) STRICT, WITHOUT ROWID;
CREATE INDEX early_status_kept ON early_status (kept_at);

CREATE TABLE bucket (key TEXT PRIMARY KEY NOT NULL, next_at REAL NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE budget (
  key TEXT NOT NULL,
  period_at INTEGER NOT NULL,
  used REAL NOT NULL,
  PRIMARY KEY (key, period_at)
) STRICT, WITHOUT ROWID;

CREATE TABLE reservation (
  id TEXT PRIMARY KEY NOT NULL,
  amounts TEXT NOT NULL,
  is_settled INTEGER NOT NULL,
  made_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX reservation_made ON reservation (made_at);

CREATE TABLE counter (name TEXT PRIMARY KEY NOT NULL, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE consent (
  seq INTEGER PRIMARY KEY,
  contact TEXT NOT NULL REFERENCES contact (id) ON DELETE CASCADE,
  purpose TEXT NOT NULL,
  answer TEXT NOT NULL CHECK (answer IN ('yes', 'no')),
  at INTEGER NOT NULL,
  wording TEXT NOT NULL,
  source TEXT NOT NULL,
  expires_at INTEGER
) STRICT;
CREATE INDEX consent_contact ON consent (contact, seq);

CREATE TABLE revision (
  id TEXT PRIMARY KEY NOT NULL,
  flow TEXT NOT NULL,
  file TEXT NOT NULL,
  source TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE plugin_value (
  plugin TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (plugin, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  who TEXT NOT NULL,
  what TEXT NOT NULL,
  data TEXT
) STRICT;
`;
