import { dayMs, later } from "#core/lib/millis.ts";
import type { EventBody, NewEvent } from "#core/model/event.ts";
import type { Store } from "#core/model/ports/store.ts";
import type { Mutant } from "./mutant.ts";

/** Faults that show only where people do more than write. */
export const trafficMutants: readonly Mutant[] = [
  {
    name: "a file is forgotten: what became of it reaches nobody",
    mutate: (store) => ({
      ...store,
      async ingest(events) {
        const kept = events.filter(({ body }) => body.kind !== "result");
        if (kept.length > 0) return store.ingest(kept);
        return events.map(() => "new" as const);
      },
    }),
  },
  {
    name: "an echo of ours is taken for the person's own words",
    mutate: (store) =>
      changeEvents(store, (body) => {
        if (body.kind !== "echo") return body;
        const { id, text = "", sender } = body;
        return { kind: "message", message: { kind: "text", id, text }, sender };
      }),
  },
  {
    name: "an edit is taken for one more message",
    mutate: (store) =>
      changeEvents(store, (body) => {
        if (body.kind !== "edited") return body;
        return { kind: "message", message: body.message, sender: body.sender };
      }),
  },
  {
    name: "what another app answers is answered by the bot too",
    mutate: (store) =>
      changeEvents(store, (body) =>
        body.kind === "overheard" ? { ...body, kind: "message" } : body,
      ),
  },
  {
    name: "who moves is somebody new: the address that was given up is not looked at",
    mutate: (store) =>
      changeEvents(store, (body) => {
        if (body.kind !== "identity") return body;
        const { previous: _previous, ...sender } = body.sender;
        return { ...body, sender };
      }),
  },
  {
    name: "a reaction renews the window",
    mutate: (store) => ({
      ...store,
      commit(claim, plan) {
        const event = claim.events.find(({ id }) => id === plan.marks[0]?.event);
        const isReaction = event?.body.kind === "message" && event.body.message.kind === "reaction";
        if (event === undefined || !isReaction) return store.commit(claim, plan);
        const windowUntilAt = later(event.occurredAt, dayMs);
        const conversation = { ...plan.conversation, windowUntilAt };
        return store.commit(claim, { ...plan, conversation });
      },
    }),
  },
];

/** The store, told something else of what came in. */
function changeEvents(store: Store, change: (body: EventBody) => EventBody): Store {
  const changed = (event: NewEvent): NewEvent => {
    const body = change(event.body);
    return "sender" in body && body.sender !== undefined
      ? { ...event, body, sender: body.sender }
      : { ...event, body };
  };
  return { ...store, ingest: (events) => store.ingest(events.map(changed)) };
}
