import { later, type Millis, toMillis } from "#core/lib/millis.ts";

/**
 * Kept free before the window's end, in milliseconds: a send that is decided now must still be
 * inside when it reaches the vendor.
 */
export const windowMarginMs = 60_000;

/**
 * The window after a message stamped `messageAt`: only ever longer, and never reckoned from a stamp
 * in the future. Undefined `windowMs` is a channel without a window.
 */
export function renewWindow(
  currentUntilAt: Millis | undefined,
  messageAt: Millis,
  now: Millis,
  windowMs: number | undefined,
): Millis | undefined {
  if (windowMs === undefined) return undefined;
  const untilAt = later(toMillis(Math.min(messageAt, now)), windowMs);
  return currentUntilAt !== undefined && currentUntilAt > untilAt ? currentUntilAt : untilAt;
}

/** True if free-form messages may go out now, with the margin kept. */
export function isWindowOpen(untilAt: Millis | undefined, now: Millis): boolean {
  return untilAt !== undefined && now < untilAt - windowMarginMs;
}
