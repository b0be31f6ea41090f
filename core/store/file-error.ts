import { BotError } from "#core/lib/bot-error.ts";
import { minuteMs } from "#core/lib/millis.ts";

/** `FILE_TOO_LARGE`: never kept. `FILES_FULL`: no room now; the same file may be kept later. */
export type FileCode = "FILE_TOO_LARGE" | "FILES_FULL";

export function tooLarge(bytes: number, maxBytes: number): BotError<FileCode> {
  return new BotError("FILE_TOO_LARGE", `a file of ${bytes} bytes; at most ${maxBytes} are kept`);
}

export function noRoom(cause?: unknown): BotError<FileCode> {
  return new BotError("FILES_FULL", "the disk has no room for files", {
    hint: "Free space on the disk of the data folder.",
    cause,
    retry: "later",
    retryAfterMs: minuteMs,
  });
}
