import { closeSync, openSync } from "node:fs";

/** Makes an empty file for its owner alone, before anything is in it. Throws if it is there. */
export function makePrivateFile(file: string): void {
  closeSync(openSync(file, "wx", 0o600));
}
