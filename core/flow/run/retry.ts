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

/** Counts what the run has asked for of which nobody knows whether it was done. */
const unsureCounter = "unsure";

/** Something may have been done that must not be done twice: no block around it goes from the top. */
export function noteUnsure(turn: Turn): void {
  turn.setCounter(unsureCounter, turn.counter(unsureCounter) + 1);
}

/** Remembers under `key` what was unsure before a block. */
export function markUnsure(turn: Turn, key: string): void {
  const count = turn.counter(unsureCounter);
  turn.setLocal(key, count === 0 ? undefined : count);
}

/** Whether something inside the block that `key` marks may have been done already. */
export function isUnsure(turn: Turn, key: string): boolean {
  return turn.counter(unsureCounter) > Number(turn.local(key) ?? 0);
}
