import type { Records } from "#core/model/ports/records.ts";
import type { CrashPoint } from "./crash-points.ts";
import { never } from "./never.ts";
import type { Process } from "./process.ts";

/** The records as one process reaches them: it can die after each commit about a file. */
export function observeRecords(records: Records, process: Process): Records {
  function dying<Arguments extends readonly unknown[], Result>(
    point: CrashPoint,
    call: (...args: Arguments) => Promise<Result>,
  ): (...args: Arguments) => Promise<Result> {
    return async (...args) => {
      if (!process.isAlive) return never();
      const result = await call(...args);
      return process.diesAt(point) || !process.isAlive ? never() : result;
    };
  }

  return {
    ...records,
    noteFile: dying("file:noted", (...args: Parameters<Records["noteFile"]>) =>
      records.noteFile(...args),
    ),
    putMedia: dying("file:recorded", (...args: Parameters<Records["putMedia"]>) =>
      records.putMedia(...args),
    ),
  };
}
