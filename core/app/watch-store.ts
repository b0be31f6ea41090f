import type { Claim, CommitPlan } from "#core/model/plan.ts";
import type { Store } from "#core/model/ports/store.ts";
import { describeData, describeHistory } from "./describe-history.ts";

/** Something that no message shows, for the eyes of a person at the terminal; never for a log. */
export interface Aside {
  readonly person: string;
  readonly text: string;
}

/** The same store, telling what its turns wrote down and which messages were held back. */
export function watchStore(store: Store, tell: (aside: Aside) => void): Store {
  const tellTurn = (claim: Claim, plan: CommitPlan): void => {
    const person = claim.contact.name ?? claim.contact.addresses[0]?.value ?? "?";
    for (const text of describeTurn(claim, plan)) tell({ person, text });
  };
  return {
    ingest: (events) => store.ingest(events),
    claim: (max, now) => store.claim(max, now),
    retry: (claim, until, error) => store.retry(claim, until, error),
    defer: (claim, until) => store.defer(claim, until),
    touch: (claims, now) => store.touch(claims, now),
    claimActivities: (max, now) => store.claimActivities(max, now),
    deferActivity: (effect, until) => store.deferActivity(effect, until),
    claimSends: (max, now, accounts) => store.claimSends(max, now, accounts),
    sendResult: (send, result, now) => store.sendResult(send, result, now),
    applyStatuses: (updates, now) => store.applyStatuses(updates, now),
    dueTimers: (max, now, from) => store.dueTimers(max, now, from),
    nextDueAt: (from) => store.nextDueAt(from),
    reserve: (reservation, now) => store.reserve(reservation, now),
    settle: (id, amounts) => store.settle(id, amounts),
    resume: (now, graceMs) => store.resume(now, graceMs),
    stats: () => store.stats(),
    backup: (file) => store.backup(file),
    close: () => store.close(),
    async commit(claim, plan) {
      const answer = await store.commit(claim, plan);
      if (answer !== "fenced") tellTurn(claim, plan);
      return answer;
    },
    async bury(claim, error, plan) {
      const answer = await store.bury(claim, error, plan);
      if (answer !== "fenced") tellTurn(claim, plan);
      return answer;
    },
    async startSend(send, decision, now) {
      const start = await store.startSend(send, decision, now);
      if (decision.kind === "block") {
        const person = send.to[0]?.value ?? "?";
        tell({ person, text: `not sent: ${decision.reason}` });
      }
      return start;
    },
  };
}

function describeTurn({ events }: Claim, plan: CommitPlan): readonly string[] {
  const handled = new Set(plan.marks.map(({ event }) => event));
  const happened = events.flatMap(({ id, body }) => {
    if (!handled.has(id)) return [];
    if (body.kind === "signal") return [`event ${body.name}${describeData(body.data)}`];
    return body.kind === "schedule" ? [`schedule ${body.schedule} of ${body.flow}`] : [];
  });
  const written = plan.history.map(describeHistory);
  // What was written down tells why already.
  const ignored = plan.history.length > 0 ? [] : plan.marks.flatMap(describeMark);
  return [...happened, ...written, ...ignored];
}

function describeMark({ state, reason }: CommitPlan["marks"][number]): readonly string[] {
  if (state === "done") return [];
  return [`${state === "dead" ? "given up" : "not answered"}: ${reason ?? "no reason is kept"}`];
}
