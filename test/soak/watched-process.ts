import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { z } from "zod";
import { freePort } from "#test/crash/free-port.ts";
import { repository } from "#test/source-files.ts";
import { waitUntil } from "#test/wait-until.ts";

const patienceMs = 60_000;

/** What a process holds. */
export const readingSchema = z.object({
  timers: z.number(),
  /** Open sockets of every kind, listening ones too. */
  sockets: z.number(),
  /** Streams of our own that have begun and not ended: those of server-sent events. */
  streams: z.number(),
  /** What JavaScript holds. */
  heapBytes: z.number(),
  /** All memory that is no file's. */
  anonymousBytes: z.number(),
  /** All memory, pages of the program's own file among it. */
  residentBytes: z.number(),
});
export type Reading = z.infer<typeof readingSchema>;

export interface WatchedProcess {
  readonly url: string;
  /** The counts as they are; memory with all garbage in it. */
  count(): Promise<Reading>;
  /** Everything, when what can be let go of is gone; takes some seconds, in which timers wait. */
  read(): Promise<Reading>;
  stop(): Promise<void>;
}

/** `sapa dev` as users run it, with the probe loaded before it and a data folder of its own. */
export async function startWatched(bot: string): Promise<WatchedProcess> {
  const data = await mkdtemp(join(tmpdir(), "sapa-soak-"));
  const url = `http://127.0.0.1:${freePort()}`;
  const waiting: ((reading: Reading) => void)[] = [];
  const child = Bun.spawn(
    [
      process.execPath,
      "--preload",
      resolve(import.meta.dir, "probe.ts"),
      "core/app/main.ts",
      "dev",
      bot,
    ],
    {
      cwd: repository,
      env: {
        PATH: process.env["PATH"],
        SAPA_DATA: data,
        SAPA_PORT: new URL(url).port,
        // As the program sets it; set before, the process does not replace itself by one without ears.
        BUN_CONFIG_MAX_HTTP_REQUESTS: "512",
        // What is freed goes back to the system at once, not when the allocator gets to it.
        MIMALLOC_PURGE_DELAY: "0",
      },
      stdin: "ignore",
      stdout: "ignore",
      stderr: "inherit",
      ipc: (message) => waiting.shift()?.(readingSchema.parse(message)),
    },
  );
  const isUp = () =>
    fetch(`${url}/readyz`, { headers: { connection: "close" } }).then(
      ({ ok }) => ok,
      () => false,
    );
  if (!(await waitUntil(isUp, patienceMs))) throw new Error("sapa dev did not start");
  const ask = (what: "counts" | "memory"): Promise<Reading> => {
    const answered = Promise.withResolvers<Reading>();
    waiting.push(answered.resolve);
    child.send(what);
    return answered.promise;
  };
  return {
    url,
    count: () => ask("counts"),
    read: () => ask("memory"),
    async stop() {
      child.kill("SIGTERM");
      await child.exited;
      await rm(data, { recursive: true, force: true });
    },
  };
}
