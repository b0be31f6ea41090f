import { later, type Millis } from "#core/lib/millis.ts";
import type { Cancel, Clock } from "#core/model/ports/clock.ts";

interface Watch {
  readonly dueAt: Millis;
  readonly onLate: () => void;
}

/**
 * Watches many things that all get the same time, with one timer for the oldest of them instead of
 * one each: what is on time, nearly everything, costs an insert and a delete.
 */
export class Deadlines {
  readonly #clock: Clock;
  readonly #timeMs: number;
  /** In the order of asking, which is the order of falling due. */
  readonly #watches = new Set<Watch>();
  #hasTimer = false;

  constructor(clock: Clock, timeMs: number) {
    this.#clock = clock;
    this.#timeMs = timeMs;
  }

  /** Calls `onLate` once unless it is cancelled within the time. */
  watch(onLate: () => void): Cancel {
    const watch = { dueAt: later(this.#clock.now(), this.#timeMs), onLate };
    this.#watches.add(watch);
    if (!this.#hasTimer) this.#setTimer(this.#timeMs);
    return () => {
      this.#watches.delete(watch);
    };
  }

  #setTimer(delayMs: number): void {
    this.#hasTimer = true;
    this.#clock.after(delayMs, () => {
      this.#hasTimer = false;
      const now = this.#clock.now();
      for (const watch of this.#watches) {
        if (watch.dueAt > now) return this.#setTimer(watch.dueAt - now);
        this.#watches.delete(watch);
        watch.onLate();
      }
    });
  }
}
