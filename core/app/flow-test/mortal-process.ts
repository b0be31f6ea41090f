import { createLife } from "#core/app/life.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Net } from "#core/model/ports/net.ts";
import type { Store } from "#core/model/ports/store.ts";

/** A life of the program that dies at a moment of a test's choice. */
export interface MortalProcess {
  readonly clock: Clock;
  readonly store: Store;
  readonly net: Net;
  readonly isAlive: boolean;
  /** Resolves when it dies. */
  readonly death: Promise<void>;
  kill(): void;
  /**
   * Lets it die by itself at a write to the store, counted from now: point `2n` is before the
   * `n`-th write (from 0), point `2n + 1` after it, when it is durable and nobody knows yet.
   */
  dieAt(point: number): void;
}

export function createMortalProcess(world: {
  readonly clock: Clock;
  readonly store: Store;
  readonly net: Net;
  /** Ends the store as a kill does. */
  readonly abandon: () => void;
}): MortalProcess {
  const { promise: death, resolve: die } = Promise.withResolvers<void>();
  const life = createLife(passPoint);
  let pointsLeft = Number.POSITIVE_INFINITY;

  function kill(): void {
    if (!life.isAlive) return;
    life.end();
    world.abandon();
    die();
  }

  function passPoint(): void {
    if (pointsLeft === 0) kill();
    pointsLeft -= 1;
  }

  return {
    clock: life.clock(world.clock),
    store: life.store(world.store),
    net: life.net(world.net),
    get isAlive() {
      return life.isAlive;
    },
    death,
    kill,
    dieAt(point) {
      pointsLeft = point;
    },
  };
}
