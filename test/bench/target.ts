import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Subprocess } from "bun";
import { repository } from "#test/source-files.ts";
import { type ProcessReading, readProcess } from "./read-process.ts";
import type { Role } from "./role.ts";

/** A program that takes webhooks: ours, or a baseline. */
export interface Program {
  readonly name: string;
  /** Arguments for this Bun, relative to the repository. */
  readonly command: readonly string[];
}

const bare = (name: string, role: Role): Program => ({
  name,
  command: ["test/bench/main.ts", role],
});

/** Where the bench builds the program: what images and servers run. */
export const builtFolder = resolve(repository, "dist");

/** Our own program as it is built, on a bot's folder, relative to the repository or absolute. */
export function sapaOn(name: string, bot: string): Program {
  return { name, command: [`${builtFolder}/sapa.js`, "run", bot] };
}

export const programs = {
  ackGroup: bare("bare group commit", "ack-group"),
  ackSingle: bare("bare commit per request", "ack-single"),
  echoBare: bare("bare echo bot", "echo-bot"),
  sapaQuiet: sapaOn("sapa, no flow starts", "test/bench/quiet-bot"),
  sapaEcho: sapaOn("sapa, one-step flow", "test/bench/bot"),
  sapaFlood: sapaOn("sapa, with a person's usual limits", "test/bench/flood-bot"),
  sapaSource: {
    name: "sapa from source, one-step flow",
    command: ["core/app/main.ts", "run", "test/bench/bot"],
  },
} as const;

export const secret = "bench-app-secret";
const startDeadlineMs = 20_000;
const stopDeadlineMs = 30_000;

/** A program that runs on a fresh data folder. */
export interface Target {
  readonly program: Program;
  readonly port: number;
  /** From the start of the process to its first healthy answer. */
  readonly coldStartMs: number;
  read(): ProcessReading;
  stop(): Promise<void>;
}

/** Starts a program and resolves at its first healthy answer; throws if none comes in time. */
export async function startTarget(
  program: Program,
  options: {
    readonly port: number;
    readonly graphPort: number;
    readonly cpu: number | undefined;
    readonly dataFolder: string | undefined;
  },
): Promise<Target> {
  const folder = await mkdtemp(join(tmpdir(), "bench-"));
  const { port, graphPort, cpu, dataFolder } = options;
  const pin = cpu === undefined ? [] : ["taskset", "-c", String(cpu)];
  const startedAt = performance.now();
  const child = Bun.spawn(
    [...pin, process.execPath, ...program.command.map((word) => locate(word))],
    {
      cwd: folder,
      stdout: "ignore",
      stderr: Bun.file(join(folder, "stderr.log")),
      env: {
        ...environment(port, graphPort, folder),
        SAPA_DATA: dataFolder ?? join(folder, "data"),
      },
    },
  );
  if (!(await isHealthy(child, port))) {
    child.kill("SIGKILL");
    const said = await Bun.file(join(folder, "stderr.log")).text();
    await rm(folder, { recursive: true, force: true });
    throw new Error(`${program.name} gave no healthy answer:\n${said.slice(-2_000)}`);
  }
  const coldStartMs = performance.now() - startedAt;
  return {
    program,
    port,
    coldStartMs,
    read: () => readProcess(child.pid),
    async stop() {
      child.kill("SIGTERM");
      const killer = setTimeout(() => child.kill("SIGKILL"), stopDeadlineMs);
      await child.exited;
      clearTimeout(killer);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function locate(word: string): string {
  return word.includes("/") ? resolve(repository, word) : word;
}

function environment(port: number, graphPort: number, folder: string): Record<string, string> {
  const graphUrl = `http://127.0.0.1:${graphPort}`;
  return {
    ...(process.env["PATH"] === undefined ? {} : { PATH: process.env["PATH"] }),
    ...(process.env["HOME"] === undefined ? {} : { HOME: process.env["HOME"] }),
    BENCH_PORT: String(port),
    BENCH_SECRET: secret,
    BENCH_FILE: join(folder, "bare.sqlite"),
    BENCH_GRAPH_URL: graphUrl,
    BUN_CONFIG_MAX_HTTP_REQUESTS: "512",
    SAPA_PORT: String(port),
    SAPA_HOST: "127.0.0.1",
    SAPA_LOG: "error",
    WHATSAPP_GRAPH_URL: graphUrl,
    WHATSAPP_ACCESS_TOKEN: "bench-token",
    WHATSAPP_APP_SECRET: secret,
    WHATSAPP_VERIFY_TOKEN: "bench",
    WHATSAPP_PHONE_NUMBER_ID: "200000000000002",
  };
}

/** True at the first healthy answer, false if it ends or stays silent. */
async function isHealthy(child: Subprocess, port: number): Promise<boolean> {
  const deadline = performance.now() + startDeadlineMs;
  while (performance.now() < deadline && child.exitCode === null) {
    try {
      const { ok } = await fetch(`http://127.0.0.1:${port}/healthz`);
      if (ok) return true;
    } catch {
      // Nobody listens yet: ask again as soon as the loop turns.
      await new Promise((retry) => setTimeout(retry, 2));
    }
  }
  return false;
}
