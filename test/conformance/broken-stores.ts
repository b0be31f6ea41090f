import { effectId } from "#core/lib/ids.ts";
import { later, toMillis } from "#core/lib/millis.ts";
import type { Claim } from "#core/model/plan.ts";
import type { Store } from "#core/model/ports/store.ts";
import type { CreateStoreHarness } from "#core/plugin/testing/store-conformance.ts";
import { createSqliteHarness } from "#test/conformance/sqlite-harness.ts";

/** A store with one promise broken, and the checks that have to see it. */
export interface BrokenStore {
  readonly fault: string;
  readonly seenBy: readonly string[];
  breaks(store: Store): Partial<Store>;
}

export const brokenStores: readonly BrokenStore[] = [
  {
    fault: "takes the same event in again",
    seenBy: ["an event is new once, however often, however late and beside how many it comes"],
    breaks: (store) => {
      let count = 0;
      return {
        ingest: (events) =>
          store.ingest(
            events.map((event) => {
              count += 1;
              return { ...event, dedupeKey: `${event.dedupeKey} ${count}` };
            }),
          ),
      };
    },
  },
  {
    fault: "answers before it has committed",
    seenBy: ["a crash takes back what was not committed yet, and its caller never hears of it"],
    breaks: (store) => ({
      ingest: (events) => {
        void store.ingest(events);
        return Promise.resolve(events.map(() => "new"));
      },
    }),
  },
  {
    fault: "has no fence",
    seenBy: ["a worker whose conversation was taken over is fenced; the new one is not"],
    breaks: (store) => {
      const newest = new Map<string, Claim>();
      return {
        async claim(max, now) {
          const claims = await store.claim(max, now);
          for (const claim of claims) newest.set(claim.conversation.id, claim);
          return claims;
        },
        commit: (claim, plan) => store.commit(newest.get(claim.conversation.id) ?? claim, plan),
      };
    },
  },
  {
    fault: "starts a send on old facts",
    seenBy: [
      "every write of a fact fences the sends that were decided before it",
      "a STOP that is asked for first wins, one that comes second does not undo a start",
    ],
    breaks: (store) => ({
      async startSend(send, decision, now) {
        const answer = await store.startSend(send, decision, now);
        if (answer.kind !== "fenced") return answer;
        const again = (await store.claimSends(1_000, now, [send.account])).find(
          ({ id }) => id === send.id,
        );
        return again === undefined ? answer : await store.startSend(again, decision, now);
      },
      async commit(claim, plan) {
        const { cancelSends: _none, ...rest } = plan;
        return await store.commit(claim, rest);
      },
    }),
  },
  {
    fault: "begins a plan's send whatever speaks against it",
    seenBy: [
      "a plan begins nothing on facts that have changed since its claim",
      "a plan begins nothing while an older send is open, or out of an empty bucket",
    ],
    breaks: (store) => ({
      async commit(claim, plan) {
        const answer = await store.commit(claim, plan);
        if (answer !== "ok" || plan.start === undefined) return answer;
        const { account, id } = claim.conversation;
        const now = plan.history[0]?.at ?? claim.events[0]?.receivedAt ?? claim.contact.createdAt;
        const sends = await store.claimSends(1_000, now, [account]);
        const started = sends.find(({ conversation }) => conversation === id);
        if (started === undefined) return answer;
        await store.startSend(started, { kind: "send", takes: [] }, now);
        return { started };
      },
    }),
  },
  {
    fault: "sends again without grace",
    seenBy: [
      "a send that a crash cut off waits for its grace, and its conversation with it",
      "an unknown outcome's grace begins anew at every start",
    ],
    breaks: (store) => ({ resume: (now) => store.resume(now, () => 0) }),
  },
  {
    fault: "hands events out in the order of arrival",
    seenBy: ["events are handed out by the sender's time stamp, ties by arrival, results first"],
    breaks: (store) => ({
      async claim(max, now) {
        const claims = await store.claim(max, now);
        const byArrival = (claim: Claim) => claim.events.toSorted((a, b) => (a.id < b.id ? -1 : 1));
        return claims.map((claim) => ({ ...claim, events: byArrival(claim) }));
      },
    }),
  },
  {
    fault: "fires timers early",
    seenBy: ["a timer fires once and never early, also across restarts"],
    breaks: (store) => ({
      dueTimers: (max, now, from) => store.dueTimers(max, later(now, 2), from),
    }),
  },
  {
    fault: "has an effect again",
    seenBy: ["an effect that was asked for before has no effect again"],
    breaks: (store) => {
      let count = 0;
      return {
        commit: (claim, plan) => {
          count += 1;
          const sends = plan.sends.map((send) => ({
            ...send,
            effect: effectId(`${send.effect} ${count}`),
          }));
          return store.commit(claim, { ...plan, sends });
        },
      };
    },
  },
  {
    fault: "drops receipts that come too early",
    seenBy: ["a receipt that comes before its id is known is kept until somebody names the id"],
    breaks: (store) => ({
      applyStatuses: (updates, now) =>
        store.applyStatuses(
          updates.filter(({ send }) => send !== undefined),
          now,
        ),
    }),
  },
  {
    fault: "takes a batch in piece by piece",
    seenBy: ["all or nothing at every statement: ingest"],
    breaks: (store) => ({
      async ingest(events) {
        const answers: ("new" | "duplicate")[] = [];
        for (const event of events) answers.push(...(await store.ingest([event])));
        return answers;
      },
    }),
  },
  {
    fault: "begins an activity at once that was put off",
    seenBy: ["an activity that is put off begins again at its time, with its attempts counted"],
    breaks: (store) => ({
      deferActivity: (effect) => store.deferActivity(effect, toMillis(0)),
    }),
  },
  {
    fault: "keeps no wait of a failed turn",
    seenBy: ["a failed turn counts one attempt, waits, and stays ahead of what comes later"],
    breaks: (store) => ({
      retry: (claim, _until, error) => store.retry(claim, toMillis(0), error),
    }),
  },
];

/** A harness whose store is broken in one way, through every reopening. */
export function breakHarness(fault: BrokenStore): CreateStoreHarness {
  const breaks = (store: Store) => fault.breaks(store);
  return async () => {
    const harness = await createSqliteHarness();
    let whole = harness.store;
    let broken = override(whole, breaks(whole));
    return {
      get store() {
        if (harness.store !== whole) {
          whole = harness.store;
          broken = override(whole, breaks(whole));
        }
        return broken;
      },
      get records() {
        return harness.records;
      },
      clock: harness.clock,
      random: harness.random,
      leaseMs: harness.leaseMs,
      reopen: (how) => harness.reopen(how),
      failAtStatement: (count) => harness.failAtStatement?.(count),
      dispose: () => harness.dispose(),
    };
  };
}

function override(store: Store, methods: Partial<Store>): Store {
  return new Proxy(store, {
    get: (target, key) => {
      const other: unknown = Reflect.get(methods, key);
      const value: unknown = other ?? Reflect.get(target, key);
      if (typeof value !== "function") return value;
      return (...values: unknown[]): unknown => Reflect.apply(value, target, values);
    },
  });
}
