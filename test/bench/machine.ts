import { cpus } from "node:os";
import { buildProgram } from "#core/app/build/build-program.ts";
import { freePort } from "#test/crash/free-port.ts";
import type { LoadJob, LoadResult } from "./load/load-job.ts";
import { type LoadProcess, startLoadProcess } from "./load-process-client.ts";
import { builtFolder, type Program, secret, startTarget, type Target } from "./target.ts";

/** What a target did under one load. */
export interface Measured extends LoadResult {
  /** CPU of the target's process for each acknowledged message, in milliseconds. */
  readonly cpuMsPerMessage: number;
  readonly residentMb: number;
}

/** The two sides of every measurement: one core for the program, one for the load, if there are two. */
export interface Machine {
  /** On a data folder of its own, gone at the end; or on one that is there, and stays. */
  start(program: Program, dataFolder?: string): Promise<Target>;
  load(target: Target, job: Partial<LoadJob>): Promise<Measured>;
  stop(): Promise<void>;
}

const usual: Omit<LoadJob, "port"> = {
  secret,
  mode: "closed",
  connections: 64,
  ratePerSecond: 0,
  durationMs: 3_000,
  people: 10_000,
  floodPerSecond: 0,
  receipts: 0,
  graphLatencyMs: 0,
  awaitsReplies: false,
  // What came in before the end of a load may be answered after it.
  patienceMs: 120_000,
};

export async function openMachine(): Promise<Machine> {
  await buildProgram(builtFolder);
  const isPinned = cpus().length > 1 && Bun.which("taskset") !== null;
  const graphPort = freePort();
  const loader: LoadProcess = await startLoadProcess({ graphPort, cpu: isPinned ? 1 : undefined });
  return {
    start: (program, dataFolder) =>
      startTarget(program, {
        port: freePort(),
        graphPort,
        cpu: isPinned ? 0 : undefined,
        dataFolder,
      }),
    async load(target, job) {
      const before = target.read();
      const result = await loader.run({ ...usual, ...job, port: target.port });
      const after = target.read();
      const cpuMs = after.cpuMs - before.cpuMs;
      return {
        ...result,
        cpuMsPerMessage: cpuMs / Math.max(1, result.acknowledged),
        residentMb: after.residentMb,
      };
    },
    stop: () => loader.stop(),
  };
}
