import { later, type Millis } from "#core/lib/millis.ts";
import type { Clock } from "#core/model/ports/clock.ts";

/** A clock that knows what was asked of it. */
export interface NotedClock extends Clock {
  /** When the next task is due; undefined: there is none. */
  nextDueAt(): Millis | undefined;
}

/** Runs as the clock below it. */
export function noteTasks(clock: Clock): NotedClock {
  const dues = new Set<{ readonly at: Millis }>();
  return {
    now: () => clock.now(),
    after(delayMs, task) {
      const due = { at: later(clock.now(), delayMs) };
      dues.add(due);
      const cancel = clock.after(delayMs, () => {
        dues.delete(due);
        task();
      });
      return () => {
        dues.delete(due);
        cancel();
      };
    },
    soon: (task) => clock.soon(task),
    nextDueAt() {
      let next: Millis | undefined;
      for (const { at } of dues) if (next === undefined || at < next) next = at;
      return next;
    },
  };
}
