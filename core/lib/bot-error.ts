/**
 * The one error class. `code` is public and stable (`AREA_WHAT`), `message` gives the facts with
 * names and values, `hint` the next action. `retry: "later"` says that the same call may succeed
 * without a change by anybody; `retryAfterMs` is then the least wait in milliseconds.
 */
export class BotError<Code extends string = string> extends Error {
  readonly code: Code;
  readonly hint: string | undefined;
  readonly retry: "never" | "later";
  readonly retryAfterMs: number | undefined;

  constructor(code: Code, message: string, options: BotErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "BotError";
    this.code = code;
    this.hint = options.hint;
    this.retry = options.retry ?? "never";
    this.retryAfterMs = options.retryAfterMs;
  }
}

export interface BotErrorOptions {
  readonly hint?: string;
  readonly cause?: unknown;
  readonly retry?: "never" | "later";
  readonly retryAfterMs?: number;
}

/** The text of anything that was thrown, without a stack. */
export function errorText(error: unknown): string {
  if (error instanceof BotError) return `${error.code}: ${error.message}`;
  return error instanceof Error ? error.message : String(error);
}
