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

/** A hit as the index knows it. */
export interface FoundChunk extends KnowledgeHit {
  /** The chunk's own number, as long as its file stays as it is. */
  readonly id: number;
}

/** A hit, and how it came to its place. */
export interface RankedHit extends KnowledgeHit {
  /** The higher the better; only to be compared within one search. */
  readonly score: number;
  /** Its place by words, from 1; undefined: none of them is in it. */
  readonly wordsRank?: number;
  /** Its place by meaning, from 1; undefined: it was not looked for by it, or is too far. */
  readonly meaningRank?: number;
}

/** The text of a chunk that has no vector yet. */
export interface BareText {
  /** Names the text: what has the same hash has the same vector. */
  readonly hash: string;
  readonly text: string;
}

/** The vectors of chunks, by the space that they are in. */
export interface KnowledgeVectors {
  /** Texts of a folder without a vector in this space, at most `limit`. */
  bare(knowledge: string, space: string, limit: number): readonly BareText[];
  /** Keeps vectors; false, and nothing, while somebody else writes: ask again in a moment. */
  put(space: string, vectors: ReadonlyMap<string, Float32Array>): boolean;
  /** The length of the vectors of a space; undefined: it has none. */
  lengthOf(space: string): number | undefined;
  /** Forgets all vectors but those of a space; without one, all. False: likewise. */
  keepOnly(space: string | undefined): boolean;
  /** Up to `limit` vectors of a folder's chunks, each of length 1, in the order of `id`, after `after`. */
  page(
    knowledge: string,
    space: string,
    after: number,
    limit: number,
  ): readonly { readonly id: number; readonly vector: Float32Array }[];
  /** Chunks by their numbers; one that is gone is left out. */
  chunks(ids: readonly number[]): readonly FoundChunk[];
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

/** A file that waits for `publish`; `chunks` undefined: as many as the index holds of it. */
export interface StagedFile {
  readonly mark: string;
  readonly chunks?: number;
}

/** The index over knowledge folders: made of their files, and made again of them if it is lost. */
export interface KnowledgeIndex {
  /** What the index holds of a folder, by path. */
  files(knowledge: string): readonly KnowledgeFile[];
  /** Files that were read and that no search sees yet, by path. */
  staged(knowledge: string): ReadonlyMap<string, StagedFile>;
  /** Keeps what was read of a file until `publish`. */
  stage(knowledge: string, file: ReadKnowledgeFile): void;
  /**
   * Lets searches see all that was staged, and nothing more of files that are not among `files`: at
   * once, for every process.
   */
  publish(knowledge: string, files: readonly string[]): void;
  /** The chunks that hold any of the words, the best first (BM25; a word in a heading counts more). */
  search(knowledge: string, words: readonly string[], limit: number): readonly FoundChunk[];
  readonly vectors: KnowledgeVectors;
  close(): void;
}

/** Makes a question's vector; undefined: it may not, or could not be made. */
export type EmbedQuestion = (question: string) => Promise<Float32Array | undefined>;

/**
 * Finds what fits a question in these folders, the best first. By words; with `embed`, and where the
 * folders have vectors, by meaning as well.
 */
export type SearchKnowledge = (
  names: readonly string[],
  question: string,
  embed?: EmbedQuestion,
) => Promise<readonly RankedHit[]>;

/** Where a chunk stands, as a person can open it: `harga.md:3`, `brosur.pdf#page=2`. */
export function placeOf({ file, line, page }: Omit<KnowledgeHit, "text">): string {
  return page === undefined ? `${file}:${line}` : `${file}#page=${page}`;
}
