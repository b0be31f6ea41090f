import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { applySettings, assertSettings } from "./settings.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sapa-settings-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

test("every commit is synced on every open: the driver's own fall to NORMAL is undone", () => {
  const file = join(folder, "a.db");
  for (const open of ["first", "second"]) {
    const db = new Sqlite(file);
    applySettings(db);
    db.exec("CREATE TABLE IF NOT EXISTS t (a)");
    db.exec("INSERT INTO t VALUES (1)");
    assertSettings(db);
    const found = ["synchronous", "journal_mode", "foreign_keys", "trusted_schema"].map((name) =>
      db.pragma(name, { simple: true }),
    );
    expect([open, ...found]).toEqual([open, 2, "wal", 1, 0]);
    db.close();
  }
});

test("a setting that does not hold is refused with its name", () => {
  const db = new Sqlite(join(folder, "b.db"));
  applySettings(db);
  db.pragma("synchronous = NORMAL");
  expect(() => assertSettings(db)).toThrow("SQLite's synchronous is 1 and has to be 2");
  db.close();
});
