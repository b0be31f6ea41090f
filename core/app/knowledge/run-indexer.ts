import { readFileSync } from "node:fs";
import { parse, resolve } from "node:path";
import { BotError } from "#core/lib/bot-error.ts";
import { minuteMs, secondMs } from "#core/lib/millis.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { IndexJob, IndexStep } from "./index-folder.ts";
import type { IndexerJob } from "./indexer-job.ts";
import { readEnd, readSteps } from "./read-steps.ts";

/** The longest that one file may take to be read. */
const fileMs = 30 * secondMs;
/** Likewise for its start, and for publishing what was read. */
const restMs = 2 * minuteMs;
/** Processor time of one process, in seconds: what is left alone by its parent ends all the same. */
const processSeconds = 900;
/** The most memory that reading may take: beside a bot there is room for it in a gigabyte. */
const maxMemoryMb = 448;
const lookMs = 100;
/** Files that may end a process in one pass, before the pass is given up. */
const maxBadFiles = 20;

export interface IndexerDeps {
  /** The command that starts this program: `[bun, sapa.js]`. */
  readonly program: readonly string[];
  readonly indexFile: string;
  readonly clock: Clock;
  readonly tell: (step: IndexStep) => void;
  /** Ends the pass; what was read so far is kept for the next. */
  readonly signal: AbortSignal;
  /** Less than the usual, for tests. */
  readonly limits?: { readonly fileMs?: number; readonly maxMemoryMb?: number };
}

/**
 * Indexes a folder in a process of its own, with bounded time and memory and without a secret among
 * its variables, so that no file holds up or ends this one. A file that ends the process is spared, and
 * told why. No sandbox beyond that: what takes the process over may do what this user may.
 * Throws `KNOWLEDGE_NOT_READ` if it cannot be done at all.
 */
export async function runIndexer(
  deps: IndexerDeps,
  { knowledge, folder }: Pick<IndexJob, "knowledge" | "folder">,
): Promise<void> {
  const spared = new Map<string, string>();
  // The process works elsewhere: what is named from here is named in full.
  const places = { indexFile: resolve(deps.indexFile), folder: resolve(folder) };
  for (;;) {
    const job = { ...places, knowledge, spared: [...spared] };
    const end = await runOnce(deps, job);
    if (end.kind === "published" || deps.signal.aborted) return;
    if (end.file === undefined || spared.has(end.file) || spared.size >= maxBadFiles) {
      throw new BotError("KNOWLEDGE_NOT_READ", `${folder} cannot be indexed: ${end.why}`, {
        hint: "Run: sapa knowledge list",
        retry: "later",
      });
    }
    spared.set(end.file, end.why);
  }
}

type PassEnd =
  | { readonly kind: "published" }
  /** `file`: what it was reading; undefined: nothing. */
  | { readonly kind: "ended"; readonly file: string | undefined; readonly why: string };

async function runOnce(deps: IndexerDeps, job: IndexerJob): Promise<PassEnd> {
  const child = Bun.spawn([...bounded(withoutSecrets(deps.program)), "knowledge", "index"], {
    // Not where the bot lies: Bun takes settings and variables from where it is started.
    cwd: parse(process.execPath).root,
    stdin: new Blob([JSON.stringify(job)]),
    stdout: "pipe",
    stderr: "pipe",
    // Nothing of the environment: no secret is where a hostile file is read.
    env: {},
  });
  let reading: string | undefined;
  let isPublished = false;
  let why: string | undefined;
  const stop = (reason: string) => {
    why ??= reason;
    child.kill("SIGKILL");
  };
  const watch = watchLimits(deps, child.pid, stop);
  const onAbort = () => stop("it was called off");
  deps.signal.addEventListener("abort", onAbort, { once: true });
  if (deps.signal.aborted) onAbort();
  try {
    const errors = readEnd(child.stderr);
    for await (const step of readSteps(child.stdout)) {
      reading = step.kind === "reading" ? step.file : undefined;
      isPublished ||= step.kind === "published";
      watch.restart(step.kind === "reading");
      deps.tell(step);
    }
    const code = await child.exited;
    if (isPublished) return { kind: "published" };
    const said = (await errors).trim().split("\n").at(-1) ?? "";
    why ??= reading === undefined ? `${said} (exit ${code})` : "reading it ends the program";
    return { kind: "ended", file: reading, why: `${why}: split it, or export it again` };
  } finally {
    watch.stop();
    deps.signal.removeEventListener("abort", onAbort);
    child.kill("SIGKILL");
  }
}

/** Nothing of the environment is of use if Bun reads a `.env` of its own accord. */
function withoutSecrets([bun = process.execPath, ...rest]: readonly string[]): readonly string[] {
  return [bun, "--no-env-file", ...rest];
}

/** Has the system count the processor's time, where it lets us: what nobody waits for any more ends. */
function bounded(program: readonly string[]): readonly string[] {
  if (process.platform === "win32") return program;
  return [
    "/bin/sh",
    "-c",
    'ulimit -t "$0" 2>/dev/null; exec "$@"',
    String(processSeconds),
    ...program,
  ];
}

/** Ends the process if a file takes too long, or too much memory where the system tells how much. */
function watchLimits(
  { clock, limits = {} }: IndexerDeps,
  pid: number,
  end: (why: string) => void,
): { restart(isReading: boolean): void; stop(): void } {
  const { fileMs: patienceMs = fileMs, maxMemoryMb: mostMb = maxMemoryMb } = limits;
  let cancel: () => void = () => undefined;
  // Counted in looks: the clock of a simulator may be pushed on by hours.
  const look = (lookedMs: number, limitMs: number) => {
    cancel = clock.after(lookMs, () => {
      if (lookedMs >= limitMs) end(`reading it takes more than ${limitMs / secondMs} s`);
      else if (memoryMb(pid) > mostMb) end(`reading it takes more than ${mostMb} MB of memory`);
      else look(lookedMs + lookMs, limitMs);
    });
  };
  look(0, restMs);
  return {
    restart(isReading) {
      cancel();
      look(0, isReading ? patienceMs : restMs);
    },
    stop: () => cancel(),
  };
}

/** Memory that a process takes; 0 where the system does not tell. Source: proc(5), status, VmRSS. */
function memoryMb(pid: number): number {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return Number(kilobytes ?? 0) / 1_024;
  } catch {
    return 0;
  }
}
