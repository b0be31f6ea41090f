import { type FSWatcher, watch } from "node:fs";
import type { Cancel, Clock } from "#core/model/ports/clock.ts";

/** Copies and editors write in several steps; what changes within so many milliseconds is one change. */
const quietMs = 500;

/**
 * Calls back when something of a folder or of those below it changed, once it has been left alone for a
 * moment. Where the system cannot watch, nothing is told: whoever needs to know looks anyway.
 */
export function watchTree(folder: string, clock: Clock, onChange: () => void): { stop(): void } {
  let cancel: Cancel | undefined;
  let watcher: FSWatcher | undefined;
  try {
    watcher = watch(folder, { recursive: true }, () => {
      cancel?.();
      cancel = clock.after(quietMs, onChange);
    });
    watcher.on("error", () => watcher?.close());
  } catch {
    // It is not there, or there is no room for another watch.
  }
  return {
    stop() {
      watcher?.close();
      cancel?.();
    },
  };
}
