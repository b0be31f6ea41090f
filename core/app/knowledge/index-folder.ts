import { join } from "node:path";
import { errorText } from "#core/lib/bot-error.ts";
import type { KnowledgeFile, KnowledgeIndex } from "#core/model/ports/knowledge.ts";
import { type ListedFile, listFolder } from "./list-folder.ts";
import { readDocument } from "./read-document.ts";

/** Chunks of a folder, at most: what a search goes through in a moment. */
const maxChunks = 10_000;
const overfull = `the folder comes to more than ${maxChunks} parts with it: make another folder`;

/** How far a pass is. A file that was not changed is not told of. */
export interface IndexStep {
  /** `reading` before a file is touched, `read` when it is kept, `published` once, at the end. */
  readonly kind: "reading" | "read" | "published";
  /** Empty at the end. */
  readonly file: string;
  readonly nth: number;
  readonly of: number;
}

export interface IndexJob {
  readonly knowledge: string;
  readonly folder: string;
  /** Files that are not to be touched, each with why: they ended an earlier pass. */
  readonly spared: ReadonlyMap<string, string>;
}

/**
 * Brings the index up to what lies in a folder: what changed is read and staged file by file, and all
 * of it is published at once. A pass that ends early has lost nothing but the file it was at.
 */
export async function indexFolder(
  index: KnowledgeIndex,
  { knowledge, folder, spared }: IndexJob,
  tell: (step: IndexStep) => void,
): Promise<void> {
  const known = new Map(index.files(knowledge).map((item) => [item.file, item]));
  const listed = await listFolder(folder, known.size > 0);
  const staged = index.staged(knowledge);
  const changed = changedOf(listed, known);
  const changing = new Set(changed.map(({ file }) => file));
  let chunks = listed.reduce(
    (sum, { file }) => sum + (changing.has(file) ? 0 : (known.get(file)?.chunks ?? 0)),
    0,
  );
  for (const [place, found] of changed.entries()) {
    const { file, mark } = found;
    const kept = staged.get(file);
    if (kept?.mark === mark && !spared.has(file)) {
      const count = kept.chunks ?? known.get(file)?.chunks ?? 0;
      if (chunks + count <= maxChunks) chunks += count;
      else index.stage(knowledge, { file, mark, stamp: "", chunks: [], problem: overfull });
      continue;
    }
    const step = { file, nth: place + 1, of: changed.length };
    tell({ ...step, kind: "reading" });
    const read = await readListed(folder, found, known.get(file), spared.get(file));
    const count = read.chunks?.length ?? known.get(file)?.chunks ?? 0;
    chunks += count;
    if (chunks > maxChunks) {
      chunks -= count;
      index.stage(knowledge, { ...read, stamp: "", chunks: [], problem: overfull });
    } else index.stage(knowledge, read);
    tell({ ...step, kind: "read" });
  }
  index.publish(
    knowledge,
    listed.map(({ file }) => file),
  );
  tell({ kind: "published", file: "", nth: changed.length, of: changed.length });
}

/** What differs from the index; if anything does, also what had no room before. */
function changedOf(
  listed: readonly ListedFile[],
  known: ReadonlyMap<string, KnowledgeFile>,
): readonly ListedFile[] {
  const isNew = ({ file, mark }: ListedFile) => known.get(file)?.mark !== mark;
  const hasGone =
    known.size > 0 && listed.filter(({ file }) => known.has(file)).length < known.size;
  if (!hasGone && !listed.some(isNew)) return [];
  return listed.filter((item) => isNew(item) || known.get(item.file)?.problem === overfull);
}

async function readListed(
  folder: string,
  { file, mark, problem: left }: ListedFile,
  known: KnowledgeFile | undefined,
  spared: string | undefined,
) {
  const why = left ?? spared;
  if (why !== undefined) return { file, mark, stamp: "", chunks: [], problem: why };
  // What was bad before is read again, so that it says again what is bad in it.
  const stamp = known?.problem === undefined ? known?.stamp : undefined;
  try {
    return { file, mark, ...(await readDocument(join(folder, file), file, stamp)) };
  } catch (error) {
    return {
      file,
      mark,
      stamp: "",
      chunks: [],
      problem: `it cannot be read (${errorText(error)})`,
    };
  }
}
