import { closeSync, fsyncSync, openSync } from "node:fs";

/** Makes a file's content, or the names in a folder, durable. */
export function syncPath(path: string): void {
  const handle = openSync(path, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
