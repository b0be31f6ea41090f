import process from "node:process";
import { SeededRandom } from "#core/plugin/testing/seeded-random.ts";
import { createPlainCodec } from "#core/store/codec.ts";
import { noErasures } from "#core/store/erasure-list.ts";
import { restoreSteps } from "#core/store/restore-backup.ts";

/*
 * Restores a backup and is killed after some steps: `bun test/restore/main.ts BACKUP DATABASE STEPS`. What it does
 * not get to, it does not do.
 */

function restore([backup = "", file = "", count = "0"]: readonly string[]): void {
  const codec = createPlainCodec(new Uint8Array(32));
  const steps = restoreSteps({
    backup,
    file,
    codec,
    random: new SeededRandom(9),
    erasures: noErasures,
  });
  for (let left = Number(count); steps.next().done !== true; ) {
    left -= 1;
    if (left === 0) process.kill(process.pid, "SIGKILL");
  }
}

if (import.meta.main) restore(process.argv.slice(2));
