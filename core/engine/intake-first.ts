import type { Clock } from "#core/model/ports/clock.ts";

/** As many webhooks in one turn of the event loop as leave room for every turn that waits. */
const easyArrivals = 16;
/** While more come in, one turn begins for so many of them, and at least so many turns. */
const arrivalsPerTurn = 8;
const leastTurns = 8;

/**
 * Lets webhooks go before turns while many come in: what is acknowledged is durable and can wait,
 * what is not acknowledged in time is sent again. Counts both by turns of the event loop; turns
 * always go on, only fewer at a time.
 */
export interface IntakeFirst {
  /** A webhook has come. */
  onArrival(): void;
  /** How many turns may begin before the network is looked at again, at most `max`. */
  take(max: number): number;
  /** True while turns are left for the next turn of the event loop. */
  readonly isHolding: boolean;
}

export function createIntakeFirst(clock: Clock, onFree: () => void): IntakeFirst {
  let arrivals = 0;
  /** In the turn of the event loop before this one: its webhooks were committed just now. */
  let lastArrivals = 0;
  let begun = 0;
  let isHolding = false;
  let isAsked = false;

  function ask(): void {
    if (isAsked) return;
    isAsked = true;
    clock.soon(endLoopTurn);
  }

  function endLoopTurn(): void {
    isAsked = false;
    lastArrivals = arrivals;
    arrivals = 0;
    begun = 0;
    if (lastArrivals > 0) ask();
    if (!isHolding) return;
    isHolding = false;
    onFree();
  }

  return {
    onArrival() {
      arrivals += 1;
      ask();
    },
    take(max) {
      const busy = Math.max(arrivals, lastArrivals);
      if (busy <= easyArrivals) return max;
      const quota = Math.max(leastTurns, Math.ceil(busy / arrivalsPerTurn)) - begun;
      const count = Math.max(0, Math.min(max, quota));
      begun += count;
      if (count < max) {
        isHolding = true;
        ask();
      }
      return count;
    },
    get isHolding() {
      return isHolding;
    },
  };
}
