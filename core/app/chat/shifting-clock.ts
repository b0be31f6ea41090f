import { later } from "#core/lib/millis.ts";
import type { Cancel, Clock } from "#core/model/ports/clock.ts";

/** A clock that runs as the one below it, ahead by what it was shifted. */
export interface ShiftingClock extends Clock {
  /** Jumps forward; what falls due on the way happens at once, in its order. */
  shift(durationMs: number): void;
}

interface Task {
  readonly dueAt: number;
  readonly run: () => void;
  cancel: Cancel;
}

/** Lets a chat skip a day without waiting for it. */
export function createShiftingClock(real: Clock): ShiftingClock {
  let aheadMs = 0;
  const tasks = new Set<Task>();
  const now = () => later(real.now(), aheadMs);

  function arm(task: Task): void {
    task.cancel();
    task.cancel = real.after(Math.max(0, task.dueAt - now()), () => {
      tasks.delete(task);
      task.run();
    });
  }

  return {
    now,
    after(delayMs, run) {
      const task: Task = { dueAt: now() + delayMs, run, cancel: () => undefined };
      tasks.add(task);
      arm(task);
      return () => {
        tasks.delete(task);
        task.cancel();
      };
    },
    soon: (task) => real.soon(task),
    shift(durationMs) {
      aheadMs += durationMs;
      for (const task of [...tasks].toSorted((a, b) => a.dueAt - b.dueAt)) arm(task);
    },
  };
}
