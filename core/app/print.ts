import { writeSync } from "node:fs";

/**
 * Writes to standard output (1) or error (2) before it returns, so that nothing is lost when the
 * process ends next. A reader that has gone away is no error: `sapa check | head`.
 */
export function writeOut(text: string, handle: 1 | 2 = 1): void {
  let rest = Buffer.from(text, "utf8");
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(handle, rest));
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      // A slow reader's pipe is full: try again.
      if (code !== "EAGAIN") return;
    }
  }
}

export function printLine(line = ""): void {
  writeOut(`${line}\n`);
}

/** For what is not the answer: warnings, errors, progress. */
export function printError(line: string): void {
  writeOut(`${line}\n`, 2);
}
