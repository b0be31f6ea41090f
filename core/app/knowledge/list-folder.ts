import type { Dirent, Stats } from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { BotError } from "#core/lib/bot-error.ts";
import { isPdf, knowledgeEnds } from "./knowledge-ends.ts";

/** More than these are not read: an index in one process is not a search engine. */
const maxFiles = 2_000;
/** More files and folders than these are not even looked at. */
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
 * Lists a folder and those below it, by path, without holding the process up. Links and hidden files
 * are not followed: a linked folder is none of ours. A folder that is not there is empty unless
 * something is known of it (`isKnown`): then, and where it cannot be listed, `KNOWLEDGE_NOT_READ`, for
 * a disk that is away is no order to forget.
 */
export async function listFolder(folder: string, isKnown: boolean): Promise<readonly ListedFile[]> {
  const listed: ListedFile[] = [];
  let readable = 0;
  let entries = 0;
  const below = [""];
  for (let place = below.shift(); place !== undefined; place = below.shift()) {
    const found = await entriesOf(join(folder, place));
    if (!Array.isArray(found)) {
      if (place !== "") listed.push(apart(place, "it cannot be listed by this user"));
      else if (found !== "ENOENT" || isKnown) throw notListed(folder, found);
      continue;
    }
    for (const entry of found) {
      if (entry.name.startsWith(".")) continue;
      const file = place === "" ? entry.name : `${place}/${entry.name}`;
      entries += 1;
      if (entries > maxEntries) {
        const problem = `a folder has ${maxEntries} files and folders at most`;
        return sorted([...listed, apart(file, problem)]);
      }
      if (entry.isDirectory()) below.push(file);
      if (!entry.isFile()) continue;
      const item = await itemOf(folder, file, readable);
      if (item === undefined) continue;
      if (item.problem === undefined) readable += 1;
      listed.push(item);
    }
  }
  return sorted(listed);
}

/** A file, beside `readable` others; undefined: it went away, or a link, which leads anywhere, took its place. */
async function itemOf(
  folder: string,
  file: string,
  readable: number,
): Promise<ListedFile | undefined> {
  const status = await statusOf(join(folder, file));
  if (status?.isFile() !== true) return undefined;
  const problem = whyNot(file, status.size, readable);
  if (problem !== undefined) return apart(file, problem);
  return { file, mark: `${status.size}:${status.mtimeMs}` };
}

/** What is not read: its mark is what is said of it. */
function apart(file: string, problem: string): ListedFile {
  return { file, mark: problem, problem };
}

/** By path, in an order that no locale changes. */
function sorted(files: readonly ListedFile[]): readonly ListedFile[] {
  return files.toSorted((a, b) => (a.file < b.file ? -1 : 1));
}

function notListed(folder: string, code: string): BotError {
  return new BotError("KNOWLEDGE_NOT_READ", `${folder} cannot be listed (${code})`, {
    hint: "Bring it back, or let this user read it; until then what was read of it before is used.",
    retry: "later",
  });
}

/** What lies in a folder, by name; the error's code where that cannot be told. */
async function entriesOf(folder: string): Promise<Dirent[] | string> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    return typeof code === "string" ? code : "unknown";
  }
}

/** Undefined: it went away meanwhile. */
async function statusOf(path: string): Promise<Stats | undefined> {
  try {
    return await lstat(path);
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
