import type { Millis } from "#core/lib/millis.ts";

/** A file that is kept. `sha256` is 64 lowercase hex characters and its name. */
export interface KeptFile {
  readonly sha256: string;
  /** What its content is, not what somebody said it is. */
  readonly mime: string;
  readonly bytes: number;
}

/** Reads kept files; all that a plugin may do with them. */
export interface FileReader {
  /** The content, or undefined if nothing is kept under this hash. */
  read(sha256: string): Promise<Uint8Array | undefined>;
}

/** Files of people and of the bot, in the data folder, each once and named by its hash. */
export interface FileStore extends FileReader {
  /**
   * Keeps the content; durable when resolved. The same content again is the same file. `announce` is
   * awaited when its name is known and before it is there under that name, so that whoever keeps
   * account of files never misses one. Rejects with `FILE_TOO_LARGE`, or with `FILES_FULL` (later)
   * when the disk has no room; then nothing is kept.
   */
  put(
    content: Uint8Array,
    mime: string,
    announce?: (file: KeptFile) => Promise<void>,
  ): Promise<KeptFile>;
  /** Removes a file; harmless if it is gone. */
  remove(sha256: string): Promise<void>;
  /** Every file that is there, in no order; none where they go with the process. */
  names(): AsyncIterable<string>;
  /** When a file was put there; undefined if it is gone. */
  keptAt(sha256: string): Promise<Millis | undefined>;
}
