import { afterEach, beforeEach, expect, test } from "bun:test";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { takeProcessLock } from "./process-lock.ts";

let folder = "";
let database = "";
let lockFile = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sapa-lock-"));
  database = join(folder, "sapa.db");
  lockFile = `${database}.lock`;
});
afterEach(() => rmSync(folder, { recursive: true }));

test("a second holder is refused with the first one's number, in one process too", () => {
  const lock = takeProcessLock(database, "a");
  expect(lock.isUnclean).toBe(false);
  expect(() => takeProcessLock(database, "b")).toThrow(`process ${process.pid} has this database`);
  lock.release();
  expect(existsSync(lockFile)).toBe(false);
  takeProcessLock(database, "b").release();
});

test("the lock of another process holds while that lives, and is taken over when it is dead", async () => {
  const child = Bun.spawn(["sleep", "60"]);
  const stat = readFileSync(`/proc/${child.pid}/stat`, "utf8");
  const start = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  writeFileSync(lockFile, `${child.pid} ${start} x\n`);
  expect(() => takeProcessLock(database, "a")).toThrow(`process ${child.pid} has this database`);
  child.kill("SIGKILL");
  await child.exited;
  const lock = takeProcessLock(database, "a");
  expect(lock.isUnclean).toBe(true);
  lock.release();
  expect(readdirSync(folder)).toEqual([]);
});

test("a number that was given to another process since does not hold a lock", () => {
  writeFileSync(lockFile, `${process.pid} 1 x\n`);
  const lock = takeProcessLock(database, "a");
  expect(lock.isUnclean).toBe(true);
  lock.release();
});

test.each(["", "not a lock", "0 - x", "-1 5 x", "99999999999 5 x"])(
  "a lock file that says %p holds nobody off",
  (text) => {
    writeFileSync(lockFile, text);
    expect(takeProcessLock(database, "a").isUnclean).toBe(true);
  },
);

test("an abandoned lock is unclean; releasing a lock that somebody took over takes nothing", () => {
  const first = takeProcessLock(database, "a");
  first.abandon();
  const second = takeProcessLock(database, "b");
  expect(second.isUnclean).toBe(true);
  first.release();
  expect(existsSync(lockFile)).toBe(true);
});
