import type { Dirent, Stats } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { isPdf, knowledgeEnds } from "./knowledge-ends.ts";

/** More than these are not read: an index in one process is not a search engine. */
const maxFiles = 2_000;
/** More than these are not even looked at. */
const maxEntries = 10_000;
const megabyte = 1_048_576;
const maxTextMb = 10;
const maxPdfMb = 50;

/** A file as it lies there. */
export interface ListedFile {
  readonly file: string;
  /** Changes with its size or its time. */
  readonly mark: string;
  /** Why it is not read; undefined: it is. */
  readonly problem?: string;
}

/**
 * Lists a folder and those below it, by path, without holding the process up; a folder that is not
 * there is empty. Links and hidden files are not followed: a linked folder is none of ours.
 */
export async function listFolder(folder: string): Promise<readonly ListedFile[]> {
  const listed: ListedFile[] = [];
  let readable = 0;
  let entries = 0;
  const below = [""];
  for (let place = below.shift(); place !== undefined; place = below.shift()) {
    const found = await entriesOf(join(folder, place));
    if (found === undefined) {
      if (place !== "") listed.push(apart(place, "it cannot be listed by this user"));
      continue;
    }
    for (const entry of found) {
      if (entry.name.startsWith(".")) continue;
      const file = place === "" ? entry.name : `${place}/${entry.name}`;
      if (entry.isDirectory()) below.push(file);
      if (!entry.isFile()) continue;
      entries += 1;
      if (entries > maxEntries) {
        return sorted([...listed, apart(file, `a folder has ${maxEntries} files at most`)]);
      }
      const status = await statusOf(join(folder, file));
      if (status === undefined) continue;
      const problem = whyNot(file, status.size, readable);
      if (problem === undefined) readable += 1;
      const mark = `${status.size}:${status.mtimeMs}`;
      listed.push(problem === undefined ? { file, mark } : apart(file, problem));
    }
  }
  return sorted(listed);
}

/** What is not read: its mark is what is said of it. */
function apart(file: string, problem: string): ListedFile {
  return { file, mark: problem, problem };
}

/** By path, in an order that no locale changes. */
function sorted(files: readonly ListedFile[]): readonly ListedFile[] {
  return files.toSorted((a, b) => (a.file < b.file ? -1 : 1));
}

async function entriesOf(folder: string): Promise<readonly Dirent[] | undefined> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return undefined;
  }
}

/** Undefined: it went away meanwhile. */
async function statusOf(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch {
    return undefined;
  }
}

function whyNot(file: string, bytes: number, count: number): string | undefined {
  if (!knowledgeEnds.some((end) => file.toLowerCase().endsWith(end))) {
    return `only ${knowledgeEnds.join(", ")} can be read`;
  }
  const maxMb = isPdf(file) ? maxPdfMb : maxTextMb;
  if (bytes > maxMb * megabyte) return `it is larger than ${maxMb} MB`;
  return count >= maxFiles ? `a folder has ${maxFiles} files at most` : undefined;
}
