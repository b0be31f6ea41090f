import type { Millis } from "#core/lib/millis.ts";

/** Stops what was asked for; harmless when it has happened already. */
export type Cancel = () => void;

/** Time, handed in: real in production, virtual in tests and the simulator. */
export interface Clock {
  now(): Millis;
  /** Runs `task` once, not before `delayMs` have passed. */
  after(delayMs: number, task: () => void): Cancel;
  /** Runs `task` at the end of this turn of the event loop: no delay, but after its siblings. */
  soon(task: () => void): void;
}
