import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { sha256Hex } from "#core/lib/digest.ts";
import type { KnowledgeChunk } from "#core/model/ports/knowledge.ts";
import { chunkFile, chunkPages } from "./chunk-file.ts";
import { isPdf } from "./knowledge-ends.ts";
import { readPdf } from "./read-pdf.ts";

export interface ReadDocument {
  /** The content's hash. */
  readonly stamp: string;
  /** Undefined: the content is the one that was known. */
  readonly chunks: readonly KnowledgeChunk[] | undefined;
  /** What of it is not in the chunks, and what to do. */
  readonly problem?: string;
}

/** Reads a file and cuts it; one that cannot be read says why, and nothing of what it was before. */
export async function readDocument(
  path: string,
  file: string,
  knownStamp: string | undefined,
): Promise<ReadDocument> {
  const bytes = await readPlainFile(path);
  const stamp = sha256Hex(bytes);
  if (stamp === knownStamp) return { stamp, chunks: undefined };
  if (isPdf(file)) {
    const { pages, problem } = await readPdf(bytes);
    return { stamp, chunks: chunkPages(pages), ...(problem === undefined ? {} : { problem }) };
  }
  const text = decode(bytes);
  if (text === undefined) return { stamp, chunks: [], problem: "it is not UTF-8" };
  const chunks = chunkFile(file, text);
  if (chunks === undefined) return { stamp, chunks: [], problem: "a quote stays open in it" };
  return { stamp, chunks };
}

/** Its bytes; throws where a link, or what never ends, has taken the place of the file that was listed. */
async function readPlainFile(path: string): Promise<Uint8Array> {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  // Where a system has no such flag it is undefined, which adds nothing.
  const handle = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    if (!(await handle.stat()).isFile()) throw new Error("it is no file any more");
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

/** Undefined if it is not UTF-8. */
function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
