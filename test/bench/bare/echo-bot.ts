import { readBareOptions } from "./bare-options.ts";
import { type BareMessage, readBare } from "./bare-webhook.ts";
import { createGroup } from "./group.ts";
import { openBare } from "./open-bare.ts";
import { serveBare } from "./serve-bare.ts";

const tables = `
  CREATE TABLE IF NOT EXISTS event (key TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS session (person TEXT PRIMARY KEY, count INTEGER) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS outbox (id INTEGER PRIMARY KEY, person TEXT, body TEXT, done INTEGER);
`;

/**
 * Baseline "r1": a bare durable echo bot. Event, dedupe, session and outbox row in one shared
 * commit, the reply by fetch after it, its outcome in a later group.
 */
export function serveEchoBot(): void {
  const options = readBareOptions();
  const db = openBare(options.file, tables);
  const insert = db.prepare("INSERT INTO event VALUES (?, ?) ON CONFLICT DO NOTHING");
  const session = db.prepare(
    "INSERT INTO session VALUES (?, 1) ON CONFLICT DO UPDATE SET count = count + 1",
  );
  const queue = db.prepare("INSERT INTO outbox (person, body, done) VALUES (?, ?, 0)");
  const finish = db.prepare("UPDATE outbox SET done = 1 WHERE id = ?");
  const write = createGroup(db);
  const url = `${options.graphUrl}/v26.0/200000000000002/messages`;
  const headers = { "content-type": "application/json", authorization: "Bearer bench" };

  async function reply(row: number | bigint, body: string): Promise<void> {
    const response = await fetch(url, { method: "POST", headers, body });
    await response.text();
    if (response.ok) await write(() => void finish.run(row));
  }

  serveBare(options, async (body) => {
    const { keys, messages } = readBare(body);
    const replies: { readonly row: number | bigint; readonly text: string }[] = [];
    await write(() => {
      const isNew = keys.map((key) => insert.run(key, body).changes === 1);
      for (const [index, message] of messages.entries()) {
        if (isNew[index] !== true) continue;
        session.run(message.from);
        const text = replyTo(message);
        replies.push({ row: queue.run(message.from, text).lastInsertRowid, text });
      }
    });
    for (const { row, text } of replies) void reply(row, text);
  });
}

function replyTo({ from, text }: BareMessage): string {
  return JSON.stringify({
    messaging_product: "whatsapp",
    recipient_type: "individual",
    to: from,
    type: "text",
    text: { body: `You said ${text}` },
  });
}
