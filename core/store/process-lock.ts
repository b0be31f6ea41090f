import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import process from "node:process";
import { BotError } from "#core/lib/bot-error.ts";
import type { StoreCode } from "./store-error.ts";

/** Held from open to close: one process writes a database. */
export interface ProcessLock {
  /** True if the last holder never let go: it was killed, or the machine went down. */
  readonly isUnclean: boolean;
  release(): void;
  /** Leaves the file as a killed process leaves it. */
  abandon(): void;
}

/**
 * Takes the lock of a database: the file `<database>.lock` with one line, `<pid> <start> <nonce>`.
 * `start` is when the process began in the kernel's ticks, where the kernel tells: in a container
 * every process is number 1, so the number alone would look alive for ever. Throws `STORE_LOCKED`
 * with the holder's number if it lives; the lock of a dead process is taken over.
 */
export function takeProcessLock(database: string, nonce: string): ProcessLock {
  const file = `${database}.lock`;
  const line = `${process.pid} ${startOf(process.pid) ?? "-"} ${nonce}\n`;
  let isUnclean = false;
  for (let tries = 0; tries < 10; tries += 1) {
    if (create(file, line)) {
      return {
        isUnclean,
        release: () => removeOwn(file, line),
        abandon: () => writeFileSync(file, `0 - ${nonce}\n`),
      };
    }
    const held = read(file);
    const pid = Number.parseInt(held ?? "", 10);
    if (held !== undefined && isAlive(pid, held.split(" ")[1])) throw lockedBy(pid, file);
    isUnclean = true;
    removeStale(file, nonce);
  }
  throw lockedBy(Number.NaN, file);
}

function lockedBy(pid: number, file: string): BotError<StoreCode> {
  const holder = Number.isNaN(pid) ? "another process" : `process ${pid}`;
  return new BotError("STORE_LOCKED", `${holder} has this database open (${file})`, {
    hint: Number.isNaN(pid) ? "Try again." : `Stop process ${pid} first, or use another SAPA_DATA.`,
  });
}

/** False if the file is there already. */
function create(file: string, line: string): boolean {
  try {
    writeFileSync(file, line, { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (isCode(error, "EEXIST")) return false;
    throw error;
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (isCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

/** Moves the file aside before it goes, so that of two processes only one takes a stale lock over. */
function removeStale(file: string, nonce: string): void {
  const aside = `${file}.${nonce}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (isCode(error, "ENOENT")) return;
    throw error;
  }
  rmSync(aside, { force: true });
}

function removeOwn(file: string, line: string): void {
  if (read(file) === line) rmSync(file, { force: true });
}

function isAlive(pid: number, start: string | undefined): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Alive, and another user's.
    if (!isCode(error, "EPERM")) return false;
  }
  const startNow = startOf(pid);
  return startNow === undefined || start === undefined || start === "-" || startNow === start;
}

/** Field 22 of /proc/<pid>/stat; undefined where there is no such file. Source: proc_pid_stat(5). */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in brackets may hold spaces: fields are counted from its end.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
