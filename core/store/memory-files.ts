import { sha256Hex } from "#core/lib/digest.ts";
import type { FileStore } from "#core/model/ports/file-store.ts";
import { tooLarge } from "./file-error.ts";

/** Files in memory, for tests, simulations and chats in the terminal: gone with the process. */
export function createMemoryFiles(maxBytes: number): FileStore {
  const files = new Map<string, Uint8Array>();
  return {
    async put(content, mime, announce) {
      const bytes = content.byteLength;
      if (bytes > maxBytes) throw tooLarge(bytes, maxBytes);
      const kept = { sha256: sha256Hex(content), mime, bytes };
      await announce?.(kept);
      files.set(kept.sha256, Uint8Array.from(content));
      return kept;
    },
    read: (sha256) => Promise.resolve(files.get(sha256)),
    remove(sha256) {
      files.delete(sha256);
      return Promise.resolve();
    },
    async *names() {},
    keptAt: () => Promise.resolve(undefined),
  };
}
