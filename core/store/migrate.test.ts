import { expect, test } from "bun:test";
import Sqlite from "better-sqlite3";
import { is } from "drizzle-orm";
import { getTableConfig, SQLiteTable } from "drizzle-orm/sqlite-core";
import { migrate } from "./migrate.ts";
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

test("a migration that fails half-way leaves nothing behind", () => {
  const db = new Sqlite(":memory:");
  db.exec("CREATE TABLE run (id TEXT)");
  expect(() => migrate(db)).toThrow();
  expect(db.pragma("user_version", { simple: true })).toBe(0);
  expect(db.prepare("SELECT name FROM sqlite_schema").all()).toEqual([{ name: "run" }]);
});

const modules: readonly Readonly<Record<string, unknown>>[] = [media, people, shelf, traffic];
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
