import { dayMs, secondMs, toMillis } from "#core/lib/millis.ts";
import type { Store } from "#core/model/ports/store.ts";
import type { Mutant } from "./mutant.ts";
import { trafficMutants } from "./traffic-mutants.ts";
import { workMutants } from "./work-mutants.ts";

/** Its faults are in the line: every send goes through it. */
function withoutStarts(store: Store): Store {
  return {
    ...store,
    commit(claim, { start: _none, ...plan }) {
      return store.commit(claim, plan);
    },
  };
}

const wordMutants: readonly Mutant[] = [
  {
    name: "ack before commit: the answer goes out while the write is still waiting for its group",
    mutate: (store) => ({
      ...store,
      ingest(events) {
        store.ingest(events).catch(() => undefined);
        return Promise.resolve(events.map(() => "new" as const));
      },
    }),
  },
  {
    name: "a lost fence: a send whose facts have changed meanwhile goes out all the same",
    mutate: (store) => ({
      ...withoutStarts(store),
      async startSend(send, decision, now) {
        const start = await store.startSend(send, decision, now);
        const isLost = start.kind === "fenced" && decision.kind === "send";
        return isLost ? { kind: "started", attempt: send.attempt + 1 } : start;
      },
    }),
  },
  {
    name: "a resend without grace: an unknown outcome is tried again at once",
    mutate: (store) => ({
      ...store,
      sendResult(send, result, now) {
        const hasty = result.kind === "unknown" ? { ...result, until: toMillis(now) } : result;
        return store.sendResult(send, hasty, now);
      },
      resume: (now) => store.resume(now, () => 0),
    }),
  },
  {
    name: "a window that never closes: the gate is told of one more day",
    mutate: (store) => ({
      ...withoutStarts(store),
      async claimSends(max, now, accounts) {
        const sends = await store.claimSends(max, now, accounts);
        return sends.map((send) => {
          const { windowUntilAt } = send.facts;
          const later = windowUntilAt === undefined ? undefined : toMillis(windowUntilAt + dayMs);
          return { ...send, facts: { ...send.facts, windowUntilAt: later } };
        });
      },
    }),
  },
  {
    name: "no pace: nothing is taken from any bucket",
    mutate: (store) => ({
      ...withoutStarts(store),
      startSend: (send, decision, now) =>
        store.startSend(
          send,
          decision.kind === "send" ? { ...decision, takes: [] } : decision,
          now,
        ),
    }),
  },
  {
    name: "hasty timers: they fire ten seconds early",
    mutate: (store) => ({
      ...store,
      dueTimers: (max, now, from) => store.dueTimers(max, toMillis(now + 10 * secondMs), from),
    }),
  },
  {
    name: "newest first: a turn handles what came last",
    mutate: (store) => ({
      ...store,
      async claim(max, now) {
        const claims = await store.claim(max, now);
        return claims.map((claim) => ({ ...claim, events: claim.events.slice(-1) }));
      },
    }),
  },
];

/** Each of them has to be noticed: a simulation that stays green over one is worth nothing. */
export const mutants: readonly Mutant[] = [...wordMutants, ...trafficMutants, ...workMutants];
