import { beforeEach, expect, test } from "bun:test";
import Sqlite, { type Database } from "better-sqlite3";
import { VirtualClock } from "#core/plugin/testing/virtual-clock.ts";
import { GroupCommit } from "./group-commit.ts";

let statements: string[] = [];
let db: Database;
let clock: VirtualClock;
let ends: unknown[] = [];
let group: GroupCommit;

beforeEach(() => {
  statements = [];
  ends = [];
  db = new Sqlite(":memory:", { verbose: (sql) => statements.push(String(sql)) });
  db.exec("CREATE TABLE t (a INTEGER PRIMARY KEY) STRICT");
  clock = new VirtualClock(0);
  group = new GroupCommit(db, clock, {
    beforeCommit: () => statements.push("-- last"),
    onEnd: (error) => ends.push(error),
  });
  statements = [];
});

const insert = (value: number) => () => {
  db.prepare("INSERT INTO t VALUES (?)").run(value);
  return value;
};
const stored = () => db.prepare("SELECT a FROM t ORDER BY a").pluck().all();

test("the writes of one turn share one transaction; memory follows it, then the answers", async () => {
  const order: string[] = [];
  const writes = [1, 2, 3].map((value) =>
    group
      .write(insert(value), () => order.push(`memory ${value}`))
      .then(() => order.push(`answer ${value}`)),
  );
  expect(stored()).toEqual([]);
  await clock.settle();
  await Promise.all(writes);
  expect(order).toEqual(["memory 1", "memory 2", "memory 3", "answer 1", "answer 2", "answer 3"]);
  expect(statements.filter((sql) => sql === "COMMIT")).toHaveLength(1);
  expect(statements.slice(-2)).toEqual(["-- last", "COMMIT"]);
  expect(ends).toEqual([undefined]);
});

test("a write that fails fails alone, and its memory does not change", async () => {
  const remembered: number[] = [];
  const remember = (value: number) => remembered.push(value);
  const writes = [1, 2, 2, 3].map((value) => group.write(insert(value), remember));
  const answers = Promise.allSettled(writes);
  await clock.settle();
  expect((await answers).map(({ status }) => status)).toEqual([
    "fulfilled",
    "fulfilled",
    "rejected",
    "fulfilled",
  ]);
  expect(remembered).toEqual([1, 2, 3]);
  expect(stored()).toEqual([1, 2, 3]);
  expect(db.inTransaction).toBe(false);
});

test("what is asked for while a group commits goes into the next", async () => {
  let second: Promise<number> | undefined;
  const first = group.write(insert(1), () => {
    second = group.write(insert(2));
  });
  await clock.settle();
  expect([await first, await second]).toEqual([1, 2]);
  expect(statements.filter((sql) => sql === "COMMIT")).toHaveLength(2);
});

test("a burst is cut into several transactions", async () => {
  const writes = Array.from({ length: 1_100 }, (_, value) => group.write(insert(value)));
  await clock.settle();
  expect(await Promise.all(writes)).toHaveLength(1_100);
  expect(statements.filter((sql) => sql === "COMMIT")).toHaveLength(3);
});

test("an abandoned group writes nothing and answers nobody", async () => {
  let isHeard = false;
  const hear = () => {
    isHeard = true;
  };
  group.write(insert(1)).then(hear, hear);
  group.abandon();
  group.write(insert(2)).then(hear, hear);
  group.read(() => 1).then(hear, hear);
  await clock.settle();
  expect([isHeard, stored()]).toEqual([false, []]);
});

test("a read sees nothing of a transaction that is not committed", async () => {
  const write = group.write(insert(1));
  expect(await group.read(stored)).toEqual([]);
  await clock.settle();
  await write;
  expect(await group.read(stored)).toEqual([1]);
});
