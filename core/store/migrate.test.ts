import { expect, test } from "bun:test";
import Sqlite from "better-sqlite3";
import { is } from "drizzle-orm";
import { getTableConfig, SQLiteTable } from "drizzle-orm/sqlite-core";
import { migrate, migrations } from "./migrate.ts";
import { migration0001 } from "./migrations/0001-tables.ts";
import * as ai from "./schema-ai.ts";
import * as broadcast from "./schema-broadcast.ts";
import * as media from "./schema-media.ts";
import * as people from "./schema-people.ts";
import * as shelf from "./schema-shelf.ts";
import * as traffic from "./schema-traffic.ts";

interface Column {
  readonly name: string;
  readonly type: string;
  readonly notnull: number;
  readonly pk: number;
}

test("migrating twice changes nothing the second time", () => {
  const db = new Sqlite(":memory:");
  const version = migrate(db);
  const before = db.prepare("SELECT sql FROM sqlite_schema").all();
  expect(migrate(db)).toBe(version);
  expect(db.prepare("SELECT sql FROM sqlite_schema").all()).toEqual(before);
});

test("the tables of a later program are refused, untouched", () => {
  const db = new Sqlite(":memory:");
  db.pragma("user_version = 999");
  expect(() => migrate(db)).toThrow("schema 999");
  expect(db.prepare("SELECT count(*) AS n FROM sqlite_schema").get()).toEqual({ n: 0 });
});

test("what a conversation has taken of its pace goes along into its row", () => {
  const db = new Sqlite(":memory:");
  for (const sql of migrations.slice(0, 5)) db.exec(sql);
  db.pragma("user_version = 5");
  db.exec(`
    INSERT INTO contact (id, body, facts_version, created_at) VALUES ('p', '{}', 1, 0), ('q', '{}', 1, 0);
    INSERT INTO conversation (id, account, contact, owner, facts_version, created_at)
      VALUES ('c1', 'shop', 'p', 'bot', 1, 0), ('c2', 'shop', 'q', 'bot', 1, 0);
    INSERT INTO bucket (key, next_at) VALUES ('pair:c1', 12.5), ('account:shop', 7), ('pair:gone', 1);
  `);
  migrate(db);
  const paces = db.prepare("SELECT id, pace_next_at FROM conversation ORDER BY id").raw().all();
  expect(paces).toEqual([
    ["c1", 12.5],
    ["c2", null],
  ]);
});

test("a migration that fails half-way leaves nothing behind", () => {
  const db = new Sqlite(":memory:");
  db.exec("CREATE TABLE run (id TEXT)");
  expect(() => migrate(db)).toThrow();
  expect(db.pragma("user_version", { simple: true })).toBe(0);
  expect(db.prepare("SELECT name FROM sqlite_schema").all()).toEqual([{ name: "run" }]);
});

test("where a later step fails, the tables stay those of the program of before", () => {
  const db = new Sqlite(":memory:");
  for (const sql of migrations.slice(0, 5)) db.exec(sql);
  db.pragma("user_version = 5");
  db.exec("CREATE TABLE setting_override (id TEXT)");
  const before = db.prepare("SELECT sql FROM sqlite_schema").all();
  expect(() => migrate(db)).toThrow("setting_override");
  expect(db.pragma("user_version", { simple: true })).toBe(5);
  expect(db.prepare("SELECT sql FROM sqlite_schema").all()).toEqual(before);
});

test("runs that were there before they could be counted are counted", () => {
  const db = new Sqlite(":memory:");
  db.exec(migration0001);
  db.pragma("user_version = 1");
  const put = db.prepare(
    "INSERT INTO run (id, conversation, state, is_live, body) VALUES (?, 'c', ?, ?, ?)",
  );
  const body = { flow: "order", revision: "0123abcd", wait: { step: "cups" } };
  put.run("r1", "resting", 1, JSON.stringify(body));
  put.run("r2", "queued", 1, JSON.stringify({ ...body, wait: undefined }));
  put.run("r3", "ended", 0, "not even JSON");
  migrate(db);
  expect(db.prepare("SELECT flow, revision, step FROM run ORDER BY id").raw().all()).toEqual([
    ["order", "0123abcd", "cups"],
    ["order", "0123abcd", ""],
    ["", "", ""],
  ]);
});

test("live runs are counted and paged from their index alone", () => {
  const db = new Sqlite(":memory:");
  migrate(db);
  const plan = (sql: string) => JSON.stringify(db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all());
  const counting = plan(
    "SELECT flow, revision, state, step, count(*) FROM run WHERE is_live = 1 AND flow = 'a' GROUP BY flow, revision, state, step",
  );
  expect(counting).toContain("COVERING INDEX run_live");
  const paging = plan(
    "SELECT body FROM run WHERE is_live = 1 AND flow = 'a' AND (revision, state, step, id) > ('', '', '', '') ORDER BY revision, state, step, id LIMIT 9",
  );
  expect(paging).toContain("INDEX run_live");
  expect(counting + paging).not.toContain("TEMP B-TREE");
});

const modules: readonly Readonly<Record<string, unknown>>[] = [
  ai,
  broadcast,
  media,
  people,
  shelf,
  traffic,
];
const tables = modules
  .flatMap((module) => Object.values(module))
  .filter((it) => is(it, SQLiteTable));

test.each(tables.map((table) => [getTableConfig(table).name, table] as const))(
  "Drizzle's %s has the columns of the real one",
  (name, table) => {
    const db = new Sqlite(":memory:");
    migrate(db);
    const real = db
      .prepare<[string], Column>('SELECT name, type, "notnull", pk FROM pragma_table_info(?)')
      .all(name);
    const drawn = getTableConfig(table).columns.map((column) => ({
      name: column.name,
      type: column.getSQLType().toUpperCase(),
      isRequired: column.notNull,
    }));
    const found = real.map(({ name: column, type, notnull, pk }) => ({
      name: column,
      type,
      // A primary key of one integer column is never null although SQLite does not say so.
      isRequired: notnull === 1 || (pk === 1 && type === "INTEGER"),
    }));
    expect(drawn).toEqual(found);
  },
);
