import { isMainThread, workerData } from "node:worker_threads";
import { z } from "zod";
import { takeProcessLock } from "#core/store/process-lock.ts";

/*
 * One of several who want a lock at the same moment, round after round. `cells` are shared with the test: who
 * waits for the round, its number, how many have tried, how many got the lock.
 */

export const cells = { round: 0, tried: 1, got: 2 } as const;

const partSchema = z.object({
  shared: z.instanceof(SharedArrayBuffer),
  database: z.string(),
  name: z.string(),
  rounds: z.int(),
});

function contend(): void {
  const { shared, database, name, rounds } = partSchema.parse(workerData);
  const board = new Int32Array(shared);
  for (let round = 1; round <= rounds; round += 1) {
    Atomics.wait(board, cells.round, round - 1);
    try {
      takeProcessLock(database, `${name}-${round}`);
      Atomics.add(board, cells.got, 1);
    } catch {
      // Somebody else has it.
    }
    Atomics.add(board, cells.tried, 1);
    Atomics.notify(board, cells.tried);
  }
}

if (!isMainThread) contend();
