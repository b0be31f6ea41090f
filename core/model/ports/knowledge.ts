/** A piece of a file of a knowledge folder, with the way to where it stands. */
export interface KnowledgeChunk {
  /** The headings above it, from the outermost: `Menu › Kopi`. Empty: it stands below none. */
  readonly heading: string;
  /** The line on which it begins, from 1; of its page where there are pages. */
  readonly line: number;
  /** The page on which it stands, from 1; undefined: the file has no pages. */
  readonly page?: number;
  readonly text: string;
}

/** A chunk that fits a question. */
export interface KnowledgeHit extends KnowledgeChunk {
  /** The folder's name in bot.yaml, and the file's path inside it. */
  readonly knowledge: string;
  readonly file: string;
}

/** A file as the index knows it. */
export interface KnowledgeFile {
  readonly file: string;
  /** Changes with the file's size or time: what has the same mark is not read again. */
  readonly mark: string;
  /** The content's hash; empty where the content was not read. */
  readonly stamp: string;
  readonly chunks: number;
  /** What of it cannot be answered from, and why; undefined: all of it is in. */
  readonly problem?: string;
}

/** A file as it was read; `chunks` undefined: its content is what the index holds of it. */
export interface ReadKnowledgeFile extends Omit<KnowledgeFile, "chunks"> {
  readonly chunks: readonly KnowledgeChunk[] | undefined;
}

/** The index over knowledge folders: made of their files, and made again of them if it is lost. */
export interface KnowledgeIndex {
  /** What the index holds of a folder, by path. */
  files(knowledge: string): readonly KnowledgeFile[];
  /** Files that were read and that no search sees yet, by path: their marks. */
  staged(knowledge: string): ReadonlyMap<string, string>;
  /** Keeps what was read of a file until `publish`. */
  stage(knowledge: string, file: ReadKnowledgeFile): void;
  /**
   * Lets searches see all that was staged, and nothing more of files that are not among `files`: at
   * once, for every process.
   */
  publish(knowledge: string, files: readonly string[]): void;
  /** The chunks that hold any of the words, the best first (BM25; a word in a heading counts more). */
  search(knowledge: string, words: readonly string[], limit: number): readonly KnowledgeHit[];
  close(): void;
}

/** Finds what fits a question in these folders, the best first. */
export type SearchKnowledge = (
  names: readonly string[],
  question: string,
) => Promise<readonly KnowledgeHit[]>;

/** Where a chunk stands, as a person can open it: `harga.md:3`, `brosur.pdf#page=2`. */
export function placeOf({ file, line, page }: Omit<KnowledgeHit, "text">): string {
  return page === undefined ? `${file}:${line}` : `${file}#page=${page}`;
}
