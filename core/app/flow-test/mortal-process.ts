import type { Clock } from "#core/model/ports/clock.ts";
import type { Net } from "#core/model/ports/net.ts";
import type { Store } from "#core/model/ports/store.ts";

/**
 * One life of the program. What it is made of goes through here, so that it can die at any moment
 * as a killed process does: calls that are under way are never answered, timers never fire, and
 * nothing that it still tries reaches the store or the network.
 */
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
  let isAlive = true;
  let pointsLeft = Number.POSITIVE_INFINITY;

  function kill(): void {
    if (!isAlive) return;
    isAlive = false;
    world.abandon();
    die();
  }

  function passPoint(): void {
    if (pointsLeft === 0) kill();
    pointsLeft -= 1;
  }

  /** The same call while the process lives; afterwards neither asked nor answered. */
  function mortal<Arguments extends readonly unknown[], Result>(
    call: (...args: Arguments) => Promise<Result>,
    isWrite: boolean,
  ): (...args: Arguments) => Promise<Result> {
    return async (...args) => {
      if (isWrite) passPoint();
      if (!isAlive) return await never<Result>();
      const result = await call(...args);
      if (isWrite) passPoint();
      return isAlive ? result : await never<Result>();
    };
  }

  const { clock, net } = world;
  return {
    clock: {
      now: () => clock.now(),
      after: (delayMs, task) =>
        clock.after(delayMs, () => {
          if (isAlive) task();
        }),
      soon: (task) => {
        clock.soon(() => {
          if (isAlive) task();
        });
      },
    },
    store: mortalStore(world.store, mortal),
    net: { request: mortal((request) => net.request(request), false) },
    get isAlive() {
      return isAlive;
    },
    death,
    kill,
    dieAt(point) {
      pointsLeft = point;
    },
  };
}

type Mortal = <Arguments extends readonly unknown[], Result>(
  call: (...args: Arguments) => Promise<Result>,
  isWrite: boolean,
) => (...args: Arguments) => Promise<Result>;

function mortalStore(store: Store, mortal: Mortal): Store {
  return {
    ingest: mortal((events) => store.ingest(events), true),
    claim: mortal((max, now) => store.claim(max, now), false),
    commit: mortal((claim, plan) => store.commit(claim, plan), true),
    retry: mortal((claim, until, error) => store.retry(claim, until, error), true),
    defer: mortal((claim, until) => store.defer(claim, until), true),
    bury: mortal((claim, error, plan) => store.bury(claim, error, plan), true),
    touch: mortal((claims, now) => store.touch(claims, now), false),
    claimActivities: mortal((max, now) => store.claimActivities(max, now), false),
    deferActivity: mortal((effect, until) => store.deferActivity(effect, until), false),
    claimSends: mortal((max, now, accounts) => store.claimSends(max, now, accounts), false),
    startSend: mortal((send, decision, now) => store.startSend(send, decision, now), true),
    sendResult: mortal((send, result, now) => store.sendResult(send, result, now), true),
    applyStatuses: mortal((updates, now) => store.applyStatuses(updates, now), true),
    dueTimers: mortal((max, now, from) => store.dueTimers(max, now, from), true),
    nextDueAt: mortal((from) => store.nextDueAt(from), false),
    reserve: mortal((reservation, now) => store.reserve(reservation, now), false),
    settle: mortal((id, amounts) => store.settle(id, amounts), false),
    resume: mortal((now, graceMs) => store.resume(now, graceMs), false),
    stats: mortal(() => store.stats(), false),
    backup: mortal((file) => store.backup(file), false),
    close: mortal(() => store.close(), false),
  };
}

/** What a dead process gets for an answer. */
function never<T>(): Promise<T> {
  return new Promise(() => undefined);
}
