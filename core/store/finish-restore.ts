import { existsSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { syncPath } from "./sync-path.ts";

/** A checked copy of a backup that is to take a database's place: from when it stands there, it does. */
export function restoringOf(file: string): string {
  return `${file}.restoring`;
}

/** The same before it is whole and checked. */
export function partialOf(file: string): string {
  return `${file}.restoring.partial`;
}

/** Where the database goes that a backup takes the place of. */
function beforeOf(file: string): string {
  return `${file}.before-restore`;
}

const journals = ["-wal", "-shm"];

/**
 * Puts the copy that stands ready in the place of the database, a step a turn; nothing to do if there is none.
 * Wherever it is cut off, the same again goes on from there: the old database leaves with its journals, so that
 * none of them ever stands beside the new one.
 */
export function* finishRestore(file: string): Generator<void, boolean> {
  rmSync(partialOf(file), { force: true });
  if (!existsSync(restoringOf(file))) return false;
  const before = beforeOf(file);
  if (existsSync(file)) {
    for (const part of ["", ...journals]) rmSync(`${before}${part}`, { force: true });
    yield;
    renameSync(file, before);
    yield;
  }
  for (const part of journals) {
    if (existsSync(`${file}${part}`)) renameSync(`${file}${part}`, `${before}${part}`);
    yield;
  }
  syncPath(dirname(file));
  renameSync(restoringOf(file), file);
  yield;
  syncPath(dirname(file));
  return true;
}
