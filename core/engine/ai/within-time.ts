import { BotError } from "#core/lib/bot-error.ts";
import { secondMs } from "#core/lib/millis.ts";
import type { Clock } from "#core/model/ports/clock.ts";

/**
 * What `work` makes of it within the time. Else it is told to stop, and this rejects with `AI_TIMEOUT`
 * whether it listens or not; likewise once `signal` calls it off, and `work` is not begun where it already has.
 */
export async function withinTime<T>(
  clock: Clock,
  { signal, limitMs }: { readonly signal: AbortSignal; readonly limitMs: number },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  const late = Promise.withResolvers<never>();
  const giveUp = (message: string) => {
    late.reject(new BotError("AI_TIMEOUT", message));
    stop.abort();
  };
  const cancel = clock.after(limitMs, () =>
    giveUp(`nothing came within ${Math.round(limitMs / secondMs)} s`),
  );
  const onAbort = () => giveUp("it was called off");
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    if (signal.aborted) onAbort();
    else return await Promise.race([Promise.try(work, stop.signal), late.promise]);
    return await late.promise;
  } finally {
    cancel();
    signal.removeEventListener("abort", onAbort);
  }
}
