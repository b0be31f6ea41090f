import { toMillis } from "#core/lib/millis.ts";
import type { Clock } from "#core/model/ports/clock.ts";

/** The longest delay that a timer of the runtime takes, in milliseconds; about 24 days. */
const longestTimerMs = 2_147_483_647;

/** The wall clock and the timers of this process. */
export const realClock: Clock = {
  now: () => toMillis(Date.now()),
  after(delayMs, task) {
    let timer: ReturnType<typeof setTimeout>;
    const set = (restMs: number): void => {
      timer =
        restMs <= longestTimerMs
          ? setTimeout(task, restMs)
          : setTimeout(() => set(restMs - longestTimerMs), longestTimerMs);
    };
    set(delayMs);
    return () => clearTimeout(timer);
  },
  soon(task) {
    setImmediate(task);
  },
};
