import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
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
  const own: OwnLine = { file: `${file}.${nonce}`, line };
  writeFileSync(own.file, line, { mode: 0o600 });
  try {
    const isUnclean = take(file, own);
    return {
      isUnclean,
      release: () => removeOwn(file, line),
      abandon: () => writeFileSync(file, `0 - ${nonce}\n`),
    };
  } finally {
    rmSync(own.file, { force: true });
  }
}

/** A line that is to stand in a lock, and the file that it stands in until then. */
interface OwnLine {
  readonly file: string;
  readonly line: string;
}

/** True if the lock was a dead holder's. */
function take(file: string, own: OwnLine): boolean {
  for (let tries = 0; tries < 10; tries += 1) {
    if (put(own, file)) return false;
    const held = read(file);
    if (held === undefined) continue;
    assertDead(held, file);
    if (takeOver(file, held, own)) return true;
  }
  throw lockedBy(Number.NaN, file);
}

/**
 * Puts the own line in the place of a dead holder's; false if that is not there any more. Of several that find
 * it dead, one at a time gets as far: or the second would take what the first has just taken over.
 */
function takeOver(file: string, held: string, own: OwnLine): boolean {
  const claim = `${file}.claim`;
  if (!put(own, claim)) {
    const other = read(claim);
    if (other !== undefined) assertDead(other, file);
    // It died in the middle of this.
    rmSync(claim, { force: true });
    return false;
  }
  try {
    if (read(file) !== held) return false;
    renameSync(own.file, file);
    return true;
  } finally {
    rmSync(claim, { force: true });
  }
}

function assertDead(held: string, file: string): void {
  const pid = Number.parseInt(held, 10);
  if (isAlive(pid, held.split(" ")[1])) throw lockedBy(pid, file);
}

function lockedBy(pid: number, file: string): BotError<StoreCode> {
  const holder = Number.isNaN(pid) ? "another process" : `process ${pid}`;
  return new BotError("STORE_LOCKED", `${holder} has this database open (${file})`, {
    hint: Number.isNaN(pid) ? "Try again." : `Stop process ${pid} first, or use another SAPA_DATA.`,
  });
}

/** Gives the own line another name, whole from the first; false if there is a file of it already. */
function put(own: OwnLine, file: string): boolean {
  try {
    linkSync(own.file, file);
    return true;
  } catch (error) {
    if (isCode(error, "EEXIST")) return false;
    return write(own, file);
  }
}

/** The same on a disk that gives a file one name. */
function write({ line }: OwnLine, file: string): boolean {
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
