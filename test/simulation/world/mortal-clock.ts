import { type Millis, toMillis } from "#core/lib/millis.ts";
import type { Cancel, Clock } from "#core/model/ports/clock.ts";

/**
 * The clock of one process: shows the machine's time, which may be wrong, measures durations
 * rightly, and after the process's death does nothing that was asked of it.
 */
export class MortalClock implements Clock {
  readonly #world: Clock;
  readonly #skewMs: () => number;
  #isAlive = true;

  constructor(world: Clock, skewMs: () => number) {
    this.#world = world;
    this.#skewMs = skewMs;
  }

  now(): Millis {
    return toMillis(this.#world.now() + this.#skewMs());
  }

  after(delayMs: number, task: () => void): Cancel {
    return this.#world.after(delayMs, () => {
      if (this.#isAlive) task();
    });
  }

  soon(task: () => void): void {
    this.#world.soon(() => {
      if (this.#isAlive) task();
    });
  }

  kill(): void {
    this.#isAlive = false;
  }
}
