import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { SeededRandom } from "#core/plugin/testing/seeded-random.ts";
import { assignKeys } from "./assign-keys.ts";
import { createPlainCodec } from "./codec.ts";
import { openKeyRing } from "./key-ring.ts";
import { migrate } from "./migrate.ts";
import { createSealedCodec } from "./sealed-codec.ts";

const bytes = (byte: number) => new Uint8Array(32).fill(byte);
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sapa-keys-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("who was there before there were keys gets one, and later starts look for nobody", () => {
  const statements: string[] = [];
  const db = new Sqlite(":memory:", { verbose: (sql) => statements.push(String(sql)) });
  migrate(db);
  const insert = db.prepare(
    "INSERT INTO contact (id, body, facts_version, created_at) VALUES ('ani', '{}', 1, 0)",
  );
  insert.run();
  const ring = openKeyRing({
    file: join(folder, "keys.db"),
    masterKey: bytes(1),
    random: new SeededRandom(1),
  });
  const codec = createSealedCodec({ lookupKey: bytes(2), ownKey: bytes(3), ring });
  const read = db.prepare<[], { key: number; body: string }>("SELECT key, body FROM contact");
  // Nothing is sealed in memory, and nobody has a key there.
  assignKeys(db, createPlainCodec(bytes(2)));
  expect(read.get()).toEqual({ key: 0, body: "{}" });
  assignKeys(db, codec);
  const ani = read.get();
  expect(ani?.key).toBeGreaterThan(0);
  expect(codec.decode(ani?.body ?? "", "contact/ani")).toBe("{}");
  statements.length = 0;
  assignKeys(db, codec);
  expect(statements.filter((sql) => sql.includes("FROM contact"))).toEqual([]);
  codec.close();
});
