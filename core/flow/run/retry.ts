import type { Rest } from "#core/flow/define-step.ts";
import { hourMs, later, secondMs } from "#core/lib/millis.ts";
import type { Turn } from "./turn.ts";

/** How often something is tried again, and the wait before the first further try. */
export interface Retry {
  readonly max: number;
  readonly backoffMs: number;
}

/** The policy of a step; without one there is no further try. */
export function toRetry(
  input: { readonly max: number; readonly backoff?: number | undefined } | undefined,
): Retry {
  return { max: input?.max ?? 0, backoffMs: input?.backoff ?? secondMs };
}

/** The rest before a further try: twice as long each time, an hour at most. `tried`: tries so far. */
export function pauseBefore(
  { backoffMs }: Retry,
  tried: number,
  turn: Turn,
  data: Rest["data"],
): Rest {
  const waitMs = Math.min(backoffMs * 2 ** (tried - 1), hourMs);
  return { kind: "pause", dueAt: later(turn.now, waitMs), data };
}
