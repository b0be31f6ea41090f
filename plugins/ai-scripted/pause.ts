import type { Clock } from "sapa/plugin";

/** Waits `delayMs` on the clock; ends at once, and leaves no timer behind, when aborted. */
export async function pause(
  clock: Clock,
  delayMs: number,
  signal: AbortSignal,
): Promise<"done" | "aborted"> {
  if (signal.aborted) return "aborted";
  if (delayMs === 0) return "done";
  return new Promise((resolve) => {
    const stop = () => {
      cancel();
      resolve("aborted");
    };
    const cancel = clock.after(delayMs, () => {
      signal.removeEventListener("abort", stop);
      resolve("done");
    });
    signal.addEventListener("abort", stop, { once: true });
  });
}

/** Resolves when the signal is aborted, at once if it is already. */
export function waitForAbort(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
