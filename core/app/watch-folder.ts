import { watch } from "node:fs";
import type { Cancel, Clock } from "#core/model/ports/clock.ts";

/** Editors write a file in several steps; what changes within so many milliseconds is one change. */
const quietMs = 120;

/**
 * Calls back with the names of files of a folder that changed, once they have been left alone for a
 * moment. Files below its folders are not seen.
 */
export function watchFolder(
  folder: string,
  clock: Clock,
  onChange: (names: readonly string[]) => void,
): { stop(): void } {
  let changed = new Set<string>();
  let cancel: Cancel | undefined;
  const watcher = watch(folder, (_event, name) => {
    if (name === null) return;
    changed.add(name);
    cancel?.();
    cancel = clock.after(quietMs, () => {
      const names = [...changed].toSorted();
      changed = new Set();
      onChange(names);
    });
  });
  // A folder that goes away is not watched any more; the bot goes on with what it has.
  watcher.on("error", () => watcher.close());
  return {
    stop() {
      watcher.close();
      cancel?.();
    },
  };
}
