import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { knowledgeEnds } from "./chunk-file.ts";

/** More than these are not read: an index in one process is not a search engine. */
const maxFiles = 2_000;
const maxFileBytes = 10 * 1_048_576;

/** A file as it lies there. `mark` changes with its size or its time. */
export interface FoundFile {
  readonly file: string;
  readonly mark: string;
}

export interface FolderListing {
  readonly found: readonly FoundFile[];
  /** Paths that are left out, each with why. */
  readonly leftOut: readonly { readonly file: string; readonly why: string }[];
}

/** Lists what can be read of a folder, by path. Links and hidden files are not followed. */
export function listFolder(folder: string): FolderListing {
  const found: FoundFile[] = [];
  const leftOut: { file: string; why: string }[] = [];
  for (const { file, problem } of walk(folder, "")) {
    if (problem !== undefined) {
      leftOut.push({ file, why: problem });
      continue;
    }
    const status = statSync(join(folder, file), { throwIfNoEntry: false });
    if (status === undefined) continue;
    const why = whyNot(file, status.size, found.length);
    if (why === undefined) found.push({ file, mark: `${status.size}:${status.mtimeMs}` });
    else leftOut.push({ file, why });
  }
  return { found: found.toSorted((a, b) => (a.file < b.file ? -1 : 1)), leftOut };
}

interface Walked {
  readonly file: string;
  /** Why a folder below cannot be listed. */
  readonly problem?: string;
}

/** Files of a folder and those below, one folder at a time: a linked folder is none of ours. */
function* walk(folder: string, below: string): Generator<Walked, void, void> {
  for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
    if (entry.name.startsWith(".")) continue;
    const file = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isFile()) yield { file };
    if (!entry.isDirectory()) continue;
    try {
      yield* walk(folder, file);
    } catch {
      yield { file, problem: "it cannot be listed by this user" };
    }
  }
}

function whyNot(file: string, bytes: number, count: number): string | undefined {
  if (!knowledgeEnds.some((end) => file.toLowerCase().endsWith(end))) {
    return `only ${knowledgeEnds.join(", ")} can be read`;
  }
  if (bytes > maxFileBytes) return "it is larger than 10 MB";
  return count >= maxFiles ? `a folder has ${maxFiles} files at most` : undefined;
}

/** A file's text; undefined if it is not UTF-8. */
export function readKnowledgeFile(path: string): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
