import type { Clock } from "#core/model/ports/clock.ts";
import type { Net } from "#core/model/ports/net.ts";
import type { Store } from "#core/model/ports/store.ts";

/**
 * One life of the program. What it is made of goes through here, so that it can end at any moment as
 * a killed process does: calls that are under way are never answered, timers never fire, and nothing
 * that it still tries reaches the store or the network.
 */
export interface Life {
  readonly isAlive: boolean;
  end(): void;
  clock(clock: Clock): Clock;
  net(net: Net): Net;
  store(store: Store): Store;
}

/** `onWrite` is called before every write to the store and after it, and may end the life. */
export function createLife(onWrite: () => void = () => undefined): Life {
  let isAlive = true;

  /** The same call while the program lives; afterwards neither asked nor answered. */
  function mortal<Arguments extends readonly unknown[], Result>(
    call: (...args: Arguments) => Promise<Result>,
    isWrite: boolean,
  ): (...args: Arguments) => Promise<Result> {
    return async (...args) => {
      if (isWrite) onWrite();
      if (!isAlive) return await never<Result>();
      const result = await call(...args);
      if (isWrite) onWrite();
      return isAlive ? result : await never<Result>();
    };
  }

  return {
    get isAlive() {
      return isAlive;
    },
    end() {
      isAlive = false;
    },
    clock: (clock) => ({
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
    }),
    net: (net) => ({ request: mortal((request) => net.request(request), false) }),
    store: (store) => mortalStore(store, mortal),
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
