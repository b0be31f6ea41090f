import { hourMs, later, type Millis, toMillis } from "#core/lib/millis.ts";

/** Something that grows and holds rows which no longer mean anything. */
export interface Prunable {
  prune(now: Millis): void;
}

/** Clears tables of what has lost its meaning, about once an hour, inside somebody's transaction. */
export class Pruner {
  readonly #tables: readonly Prunable[];
  #nextAt = toMillis(0);

  constructor(tables: readonly Prunable[]) {
    this.#tables = tables;
  }

  tick(now: Millis): void {
    if (now < this.#nextAt) return;
    this.#nextAt = later(now, hourMs);
    for (const table of this.#tables) table.prune(now);
  }
}
