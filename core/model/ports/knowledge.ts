/** A piece of a file of a knowledge folder, with the way to where it stands. */
export interface KnowledgeChunk {
  /** The headings above it, from the outermost: `Menu › Kopi`. Empty: it stands below none. */
  readonly heading: string;
  /** The line on which it begins, from 1. */
  readonly line: number;
  readonly text: string;
}

/** A chunk that fits a question. */
export interface KnowledgeHit extends KnowledgeChunk {
  /** The folder's name in bot.yaml, and the file's path inside it. */
  readonly knowledge: string;
  readonly file: string;
}

/** A file of the index. `stamp` is the content's hash. */
export interface KnowledgeFile {
  readonly file: string;
  readonly stamp: string;
  readonly chunks: number;
}

/** The index over knowledge folders: made of their files, and made again of them if it is lost. */
export interface KnowledgeIndex {
  /** What the index holds of a folder, by path. */
  files(knowledge: string): readonly KnowledgeFile[];
  /** Puts a file's chunks in place of those that it had. */
  put(knowledge: string, file: string, stamp: string, chunks: readonly KnowledgeChunk[]): void;
  /** Takes a file out; harmless if it is not there. */
  remove(knowledge: string, file: string): void;
  /** The chunks that hold any of the words, the best first (BM25; a word in a heading counts more). */
  search(knowledge: string, words: readonly string[], limit: number): readonly KnowledgeHit[];
  close(): void;
}

/** Finds what fits a question in these folders, the best first. */
export type SearchKnowledge = (
  names: readonly string[],
  question: string,
) => Promise<readonly KnowledgeHit[]>;
