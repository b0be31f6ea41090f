import type { Mutant } from "./mutant.ts";

/** Faults that show only where flows ask, wait and keep hours. */
export const workMutants: readonly Mutant[] = [
  {
    name: "an action that was cut off is begun as if it never had been",
    mutate: (store) => ({
      ...store,
      async claimActivities(max, now) {
        const activities = await store.claimActivities(max, now);
        return activities.map((activity) => ({ ...activity, attempts: 0 }));
      },
    }),
  },
  {
    name: "an awaited event is spent and moves nobody",
    mutate: (store) => ({
      ...store,
      commit(claim, plan) {
        const event = claim.events.find(({ id }) => id === plan.marks[0]?.event);
        const isSpent = event?.body.kind === "signal" && event.body.name === "courier.came";
        return store.commit(claim, isSpent ? { ...plan, runs: [], sends: [], timers: [] } : plan);
      },
    }),
  },
  {
    name: "an outside event that is told again is another one",
    mutate: (store) => {
      let count = 0;
      return {
        ...store,
        ingest: (events) =>
          store.ingest(
            events.map((event) => {
              if (!event.dedupeKey.startsWith("api:")) return event;
              count += 1;
              return { ...event, dedupeKey: `${event.dedupeKey}:${count}` };
            }),
          ),
      };
    },
  },
  {
    name: "a schedule passes a person over",
    mutate: (store) => ({
      ...store,
      async ingest(events) {
        const kept = events.filter(({ body }) => body.kind !== "schedule");
        if (kept.length > 0 || events.length === 0) return store.ingest(kept);
        return events.map(() => "new" as const);
      },
    }),
  },
  {
    name: "a schedule begins twice for a person",
    mutate: (store) => ({
      ...store,
      async ingest(events) {
        const again = events
          .filter(({ body }) => body.kind === "schedule")
          .map((event) => ({ ...event, dedupeKey: `${event.dedupeKey}:again` }));
        const answers = await store.ingest([...events, ...again]);
        return answers.slice(0, events.length);
      },
    }),
  },
];
