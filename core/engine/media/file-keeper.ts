import type { Millis } from "#core/lib/millis.ts";
import type { MediaRecord } from "#core/model/media.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { FileStore, KeptFile } from "#core/model/ports/file-store.ts";
import type { Records } from "#core/model/ports/records.ts";

/** Files and the account of them, in step: no file without a row, no row of a file that is not there. */
export interface FileKeeper {
  /** Keeps a message's file; leaves nothing of it if the conversation is gone, and then there is none. */
  keep(
    content: Uint8Array,
    mime: string,
    message: Pick<MediaRecord, "event" | "conversation" | "kind">,
  ): Promise<KeptFile | undefined>;
  /** Removes every file that no message has. */
  removeUnused(): Promise<void>;
  /**
   * Removes what lies there from before a moment and is in no account, such as files of messages that came after
   * the backup which was restored. Tells how many there were.
   */
  removeStrays(before: Millis): Promise<number>;
}

/** Files that are looked up at once. */
const batch = 100;

/**
 * A file is noted before it is there and forgotten after it is gone; what happens to one hash
 * happens one after the other, so that a file is not removed while somebody is about to use it.
 */
export function createFileKeeper(deps: {
  readonly files: FileStore;
  readonly records: Records;
  readonly clock: Clock;
}): FileKeeper {
  const { files, records, clock } = deps;
  const locks = new Map<string, Promise<void>>();

  /** Resolves, when the hash is free, to what frees it again. */
  async function lock(sha256: string): Promise<() => void> {
    const before = locks.get(sha256);
    const { promise, resolve } = Promise.withResolvers<void>();
    const mine = (before ?? Promise.resolve()).then(() => promise);
    locks.set(sha256, mine);
    await before;
    return () => {
      if (locks.get(sha256) === mine) locks.delete(sha256);
      resolve();
    };
  }

  async function alone(sha256: string, work: () => Promise<unknown>): Promise<void> {
    const unlock = await lock(sha256);
    try {
      await work();
    } finally {
      unlock();
    }
  }

  async function removeIfUnused(sha256: string): Promise<boolean> {
    if (await records.isFileUsed(sha256)) return false;
    await files.remove(sha256);
    await records.forgetFile(sha256);
    return true;
  }

  return {
    async keep(content, mime, message) {
      let unlock: (() => void) | undefined;
      try {
        const file = await files.put(content, mime, async (noted) => {
          unlock = await lock(noted.sha256);
          await records.noteFile(noted, clock.now());
        });
        const record: MediaRecord = { ...message, state: "kept", file, at: clock.now() };
        if (await records.putMedia(record)) return file;
        await removeIfUnused(file.sha256);
        return undefined;
      } finally {
        unlock?.();
      }
    },
    async removeUnused() {
      for (;;) {
        const unused = await records.unusedFiles(batch);
        for (const sha256 of unused) await alone(sha256, () => removeIfUnused(sha256));
        if (unused.length < batch) return;
      }
    },
    async removeStrays(before) {
      let count = 0;
      for await (const sha256 of files.names()) {
        if (await records.isFileUsed(sha256)) continue;
        await alone(sha256, async () => {
          const keptAt = await files.keptAt(sha256);
          if (keptAt === undefined || keptAt >= before) return;
          if (await removeIfUnused(sha256)) count += 1;
        });
      }
      return count;
    },
  };
}
