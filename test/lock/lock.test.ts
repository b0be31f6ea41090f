import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { cells } from "./contender.ts";

const rounds = 300;
const names = ["a", "b", "c"];
const testMs = 120_000;

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sapa-lock-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test(
  "of several who find a dead holder's lock at the same moment, one gets it",
  async () => {
    const database = join(folder, "sapa.db");
    const shared = new SharedArrayBuffer(16);
    const board = new Int32Array(shared);
    const workers = names.map((name) => {
      const workerData = { shared, database, name, rounds };
      return new Worker(new URL("./contender.ts", import.meta.url), { workerData });
    });
    const holders: number[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      writeFileSync(`${database}.lock`, "0 - dead\n");
      Atomics.store(board, cells.got, 0);
      Atomics.store(board, cells.tried, 0);
      Atomics.store(board, cells.round, round);
      Atomics.notify(board, cells.round);
      while (Atomics.load(board, cells.tried) < names.length) {
        await new Promise((resolve) => setImmediate(resolve));
      }
      holders.push(Atomics.load(board, cells.got));
      expect(readdirSync(folder)).toEqual(["sapa.db.lock"]);
      rmSync(`${database}.lock`);
    }
    await Promise.all(workers.map((worker) => worker.terminate()));
    expect(holders.filter((count) => count !== 1)).toEqual([]);
  },
  testMs,
);
