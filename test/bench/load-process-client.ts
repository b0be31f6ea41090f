import { resolve } from "node:path";
import { repository } from "#test/source-files.ts";
import { type LoadJob, type LoadResult, loadResultSchema } from "./load/load-job.ts";

/** The process that makes load and plays the Graph API. */
export interface LoadProcess {
  run(job: LoadJob): Promise<LoadResult>;
  stop(): Promise<void>;
}

/** Starts it; `cpu` pins it, so that it and the program under test do not share a core. */
export async function startLoadProcess(options: {
  readonly graphPort: number;
  readonly cpu: number | undefined;
}): Promise<LoadProcess> {
  const { graphPort, cpu } = options;
  const answers: ((answer: unknown) => void)[] = [];
  const next = () =>
    new Promise<unknown>((resolve) => {
      answers.push(resolve);
    });
  const ready = next();
  const pin = cpu === undefined ? [] : ["taskset", "-c", String(cpu)];
  const child = Bun.spawn(
    [...pin, process.execPath, resolve(repository, "test/bench/main.ts"), "load"],
    {
      stdout: "inherit",
      stderr: "inherit",
      env: { ...process.env, BENCH_GRAPH_PORT: String(graphPort) },
      ipc: (message: unknown) => answers.shift()?.(message),
      serialization: "json",
    },
  );
  void child.exited.then((code) => {
    for (const answer of answers) answer({ error: `the load process ended with ${code}` });
  });
  await ready;
  return {
    async run(job) {
      const answer = next();
      child.send(job);
      return loadResultSchema.parse(await answer);
    },
    async stop() {
      child.kill();
      await child.exited;
    },
  };
}
