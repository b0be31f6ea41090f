import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import type { Machine } from "./machine.ts";
import { programs } from "./target.ts";

/** Ids of the form that the store makes, of a day long ago: older than all that it will make. */
const id = (kind: string) => `printf('0190a000-0000-7${kind}-8000-%012x', n)`;
/** A key of the length of the store's, spread as its own are: nobody's real one. */
const key = (name: string) => `substr(hex(randomblob(9)) || printf('%06x', n) || '${name}', 1, 22)`;

const body =
  '{"kind":"message","message":{"kind":"text","id":"wamid.old","text":"Two lattes, please."}}';

/**
 * Writes people with an address, a conversation and an event each into a database of the store's,
 * by SQL alone: a million by way of webhooks would take longer than all that is measured.
 */
function fillDatabase(file: string, conversations: number): void {
  const db = new Sqlite(file);
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = OFF");
  const count = Math.floor(conversations);
  const numbers = `WITH RECURSIVE number (n) AS
    (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < ${count})`;
  db.exec(`
    BEGIN;
    ${numbers} INSERT INTO contact (id, body, facts_version, created_at)
      SELECT ${id("001")}, '{"name":"Somebody","tags":[],"profile":{}}', 1, 1720000000000 FROM number;
    ${numbers} INSERT INTO address (lookup, scope, kind, value, contact, since_at)
      SELECT ${key("a")}, 'whatsapp', 'phone', '62' || n, ${id("001")}, 1720000000000 FROM number;
    ${numbers} INSERT INTO conversation
        (id, account, contact, last_inbound_at, owner, facts_version, created_at)
      SELECT ${id("002")}, 'whatsapp', ${id("001")}, 1720000000000, 'bot', 1, 1720000000000
      FROM number;
    ${numbers} INSERT INTO dedupe (key) SELECT ${key("d")} FROM number;
    ${numbers} INSERT INTO event (id, account, conversation, kind, state, attempts, occurred_at,
        received_at, body)
      SELECT ${id("003")}, 'whatsapp', ${id("002")}, 'message', 'done', 0, 1720000000000,
        1720000000000, '${body}'
      FROM number;
    COMMIT;
  `);
  db.pragma("wal_checkpoint(TRUNCATE)");
  db.close();
}

/** A data folder with so many conversations; the program itself makes the tables and the key. */
export async function fillDataFolder(machine: Machine, conversations: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "bench-data-"));
  const target = await machine.start(programs.sapaEcho, folder);
  await target.stop();
  fillDatabase(join(folder, "sapa.db"), conversations);
  return folder;
}
