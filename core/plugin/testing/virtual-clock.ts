import { type Millis, toMillis } from "#core/lib/millis.ts";
import type { Cancel, Clock } from "#core/model/ports/clock.ts";

interface Task {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/**
 * A clock that moves only when told. Tasks run in the order of their moments, ties in the order of
 * asking; between two tasks everything that is already settled is let through, so the same calls
 * give the same history.
 */
export class VirtualClock implements Clock {
  #nowMs: number;
  #order = 0;
  #soon: (() => void)[] = [];
  readonly #tasks: Task[] = [];

  constructor(startAt: number) {
    this.#nowMs = startAt;
  }

  now(): Millis {
    return toMillis(this.#nowMs);
  }

  after(delayMs: number, run: () => void): Cancel {
    this.#order += 1;
    // A moment is whole milliseconds: a task between two of them would never be reached by `nextAt`.
    const at = Math.ceil(this.#nowMs + Math.max(0, delayMs));
    const task = { at, order: this.#order, run };
    this.#insert(task);
    return () => {
      const index = this.#tasks.indexOf(task);
      if (index >= 0) this.#tasks.splice(index, 1);
    };
  }

  soon(task: () => void): void {
    this.#soon.push(task);
  }

  /** Timers and tasks that wait; for leak checks. */
  get pending(): number {
    return this.#tasks.length + this.#soon.length;
  }

  /** When the next timer fires, or undefined. */
  get nextAt(): Millis | undefined {
    const next = this.#tasks[0];
    return next === undefined ? undefined : toMillis(next.at);
  }

  /** Runs what is due without moving time, until nothing is left to do at this moment. */
  async settle(): Promise<void> {
    for (;;) {
      await settlePromises();
      const soon = this.#soon;
      if (soon.length > 0) {
        this.#soon = [];
        for (const task of soon) task();
        continue;
      }
      const next = this.#tasks[0];
      if (next === undefined || next.at > this.#nowMs) return;
      this.#tasks.shift();
      next.run();
    }
  }

  /** Moves time forward by `durationMs`, running every task on the way at its own moment. */
  async advance(durationMs: number): Promise<void> {
    const endMs = this.#nowMs + durationMs;
    await this.settle();
    for (let next = this.#tasks[0]; next !== undefined && next.at <= endMs; next = this.#tasks[0]) {
      this.#nowMs = Math.max(this.#nowMs, next.at);
      await this.settle();
    }
    this.#nowMs = endMs;
    await this.settle();
  }

  /** Sets the wall clock without running anything: a jump, forward or back. */
  jump(at: number): void {
    this.#nowMs = at;
  }

  #insert(task: Task): void {
    let low = 0;
    let high = this.#tasks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.#tasks[middle];
      if (other === undefined || other.at > task.at) high = middle;
      else low = middle + 1;
    }
    this.#tasks.splice(low, 0, task);
  }
}

/** Lets every promise that can settle do so: one turn of the real event loop. */
function settlePromises(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
