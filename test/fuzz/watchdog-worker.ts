import { writeSync } from "node:fs";
import type { Watched } from "./watchdog.ts";

declare const self: Worker;

self.onmessage = ({ data }: MessageEvent<Watched>) => {
  const beat = new BigInt64Array(data.beat);
  let last = Atomics.load(beat, 0);
  for (;;) {
    if (Atomics.wait(beat, 0, last, data.patienceMs) === "timed-out") break;
    last = Atomics.load(beat, 0);
  }
  const { seed } = data;
  writeSync(2, `PROBLEM: seed ${seed}, bodies from ${last} on: the process hangs\n`);
  writeSync(2, `again: bun run fuzz:webhook --seed ${seed} --from ${last} -n 256\n`);
  process.kill(process.pid, "SIGKILL");
};
