import { createHash } from "node:crypto";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  statfsSync,
} from "node:fs";
import {
  type FileHandle,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
} from "node:fs/promises";
import { join } from "node:path";
import { toMillis } from "#core/lib/millis.ts";
import type { FileReader, FileStore, KeptFile } from "#core/model/ports/file-store.ts";
import type { Random } from "#core/model/ports/random.ts";
import { noRoom, tooLarge } from "./file-error.ts";
import { isFileName } from "./file-name.ts";
import { createFileSealer, fileHeadBytes, fileKeyOf, openFileBytes } from "./file-seal.ts";
import type { KeyRing } from "./key-ring.ts";

export interface FileFolderOptions {
  /** Made if it is not there; this process alone writes in it. */
  readonly folder: string;
  readonly random: Random;
  /** Each file is sealed with a key of its own; without it, they lie there as they are. */
  readonly ring?: KeyRing;
  /** Size of the largest file that is kept. */
  readonly maxBytes: number;
  /** Room that is left free on the disk; none by default. */
  readonly minFreeBytes?: number;
  /** Free space of the disk that holds a folder; the machine's own by default. */
  readonly freeBytes?: (folder: string) => number;
}

/** Written and hashed between two looks at the event loop. */
const chunkBytes = 1_048_576;

/**
 * Files in a folder: `ab/<hash>`, where `ab` is how the hash begins. A file is written and synced
 * under a chance name in `incoming/` and then renamed, so that what stands under a hash is whole,
 * whenever the process or the machine dies; what a death left in `incoming/` goes at the next open. A key
 * lasts no longer than its file. What comes again stays as it is.
 *
 *     incoming/3f9c… ──write, sync──► announce ──rename──► ab/ab12… ──sync of ab/──► kept
 */
export function openFileFolder(options: FileFolderOptions): FileStore {
  const { folder, random, ring, maxBytes, minFreeBytes = 0 } = options;
  const freeBytes = options.freeBytes ?? freeBytesOf;
  const incoming = join(folder, "incoming");
  mkdirSync(incoming, { recursive: true, mode: 0o700 });
  ring?.drop(readdirSync(incoming).flatMap((name) => keyOf(join(incoming, name)) ?? []));
  rmSync(incoming, { recursive: true });
  mkdirSync(incoming, { mode: 0o700 });

  const shelfOf = (sha256: string) => shelfIn(folder, sha256);

  async function shelve(file: string, sha256: string): Promise<void> {
    const shelf = shelfOf(sha256);
    const made = await mkdir(shelf, { recursive: true, mode: 0o700 });
    if (made !== undefined) await syncFolder(folder);
    const before = keyOf(join(shelf, sha256));
    if (before !== undefined && ring?.find(before) !== undefined) {
      await discard(file);
      return;
    }
    await rename(file, join(shelf, sha256));
    await syncFolder(shelf);
  }

  /** The key first: a file without a key is removed another time, a key without a file would never be. */
  async function discard(file: string): Promise<void> {
    const key = keyOf(file);
    if (key !== undefined) ring?.drop([key]);
    await rm(file, { force: true });
  }

  return {
    async put(content, mime, announce) {
      const bytes = content.byteLength;
      if (bytes > maxBytes) throw tooLarge(bytes, maxBytes);
      if (freeBytes(folder) - bytes < minFreeBytes) throw noRoom();
      const file = join(incoming, Buffer.from(random.bytes(16)).toString("hex"));
      try {
        const kept: KeptFile = { sha256: await writeWhole(file, content, ring), mime, bytes };
        await announce?.(kept);
        await shelve(file, kept.sha256);
        return kept;
      } catch (error) {
        await discard(file);
        throw isFull(error) ? noRoom(error) : error;
      }
    },
    ...readFileFolder(folder, ring),
    async remove(sha256) {
      if (!isFileName(sha256)) return;
      const shelf = shelfOf(sha256);
      await discard(join(shelf, sha256));
      if (existsSync(shelf)) await syncFolder(shelf);
    },
    async *names() {
      for (const shelf of await readdir(folder)) {
        if (!/^[0-9a-f]{2}$/.test(shelf)) continue;
        for (const name of await readdir(join(folder, shelf))) if (isFileName(name)) yield name;
      }
    },
    async keptAt(sha256) {
      if (!isFileName(sha256)) return undefined;
      try {
        return toMillis(Math.floor((await stat(join(shelfOf(sha256), sha256))).mtimeMs));
      } catch (error) {
        if (codeOf(error) === "ENOENT") return undefined;
        throw error;
      }
    },
  };
}

/** Reads a folder's files, also beside the process that writes in it. */
export function readFileFolder(folder: string, ring?: KeyRing): FileReader {
  return {
    async read(sha256) {
      if (!isFileName(sha256)) return undefined;
      try {
        const bytes = await readFile(join(shelfIn(folder, sha256), sha256));
        return openFileBytes(bytes, ring);
      } catch (error) {
        if (codeOf(error) === "ENOENT") return undefined;
        throw error;
      }
    },
  };
}

function shelfIn(folder: string, sha256: string): string {
  return join(folder, sha256.slice(0, 2));
}

/** Writes and syncs a new file; gives its hash. */
async function writeWhole(
  file: string,
  content: Uint8Array,
  ring: KeyRing | undefined,
): Promise<string> {
  const hash = createHash("sha256");
  const sealer = ring === undefined ? undefined : createFileSealer(ring);
  const handle = await open(file, "wx", 0o600);
  try {
    if (sealer !== undefined) await writeChunk(handle, sealer.head);
    for (let start = 0; start < content.byteLength; start += chunkBytes) {
      const chunk = content.subarray(start, start + chunkBytes);
      hash.update(chunk);
      await writeChunk(handle, sealer?.seal(chunk) ?? chunk);
    }
    if (sealer !== undefined) await writeChunk(handle, sealer.end());
    await handle.sync();
  } finally {
    await handle.close();
  }
  return hash.digest("hex");
}

/** The number of the key of a file that may be there. */
function keyOf(file: string): number | undefined {
  let handle: number;
  try {
    handle = openSync(file, "r");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
  try {
    const head = Buffer.alloc(fileHeadBytes);
    return fileKeyOf(head.subarray(0, readSync(handle, head, 0, fileHeadBytes, 0)));
  } finally {
    closeSync(handle);
  }
}

/** A write may take less than it was given. */
async function writeChunk(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let start = 0; start < chunk.byteLength; ) {
    const { bytesWritten } = await handle.write(chunk.subarray(start));
    start += bytesWritten;
  }
}

/** A new name is durable when its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function freeBytesOf(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

function isFull(error: unknown): boolean {
  const code = codeOf(error);
  return code === "ENOSPC" || code === "EDQUOT";
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
