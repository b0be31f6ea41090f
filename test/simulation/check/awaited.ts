import type { StoredEvent } from "#core/model/event.ts";
import type { Claim, CommitPlan } from "#core/model/plan.ts";
import { awaitedEvent, type Run } from "#core/model/run.ts";
import type { Check, Report, WorldEnd } from "./check.ts";

/**
 * I1 for events of flows and outside systems: one that a run waits for moves it, or waits itself; one
 * that was answered is kept once, however often it is told; and no run rests for ever on something
 * that comes by itself.
 */
export function createAwaitedCheck(report: Report): Check {
  const told = new Map<string, string>();
  const runs = new Map<string, { readonly run: Run; readonly who: string }>();

  function handle(claim: Claim, plan: CommitPlan, who: string): void {
    const [mark] = plan.marks;
    const event = claim.events.find(({ id }) => id === mark?.event);
    if (mark?.state !== "dead" && event !== undefined) moves(event, claim, plan, who);
    for (const run of plan.runs) runs.set(run.id, { run, who });
  }

  function moves(
    { id, body }: StoredEvent,
    { contact, runs: live }: Claim,
    plan: CommitPlan,
    who: string,
  ) {
    if (body.kind !== "signal" || contact.stoppedAt !== undefined) return;
    const waiting = live.filter(({ wait, held }) => {
      return held === undefined && wait !== undefined && awaitedEvent(wait) === body.name;
    });
    const isMoved = ({ id: runId, wait }: Run) =>
      plan.runs.some(
        (next) => next.id === runId && (next.held !== undefined || next.wait?.id !== wait?.id),
      );
    if (waiting.length > 0 && !waiting.some(isMoved)) {
      report("I1", `event ${id}, ${body.name}, was spent and moved nobody who waits for it`, who);
    }
  }

  function atEnd({ events }: WorldEnd): void {
    const kept = new Map<string, number>();
    for (const { body } of events) {
      if (body.kind !== "signal" || body.hops !== undefined) continue;
      const name = `${body.name} ${JSON.stringify(body.data)}`;
      kept.set(name, (kept.get(name) ?? 0) + 1);
      if (!told.has(name)) report("I1", `an event is kept that nobody told: ${name}`);
    }
    for (const [name, who] of told) {
      const count = kept.get(name) ?? 0;
      if (count !== 1)
        report("I1", `the event ${name} was taken in and is kept ${count} times`, who);
    }
    for (const { run, who } of runs.values()) {
      if (movesByItself(run)) report("I6", `a run of ${run.flow} is ${run.state} for ever`, who);
    }
  }

  return {
    on: {
      "event-told": ({ name, words, who }) => told.set(`${name} ${JSON.stringify({ words })}`, who),
      committed: ({ claim, plan, who }) => handle(claim, plan, who),
    },
    atEnd,
  };
}

/** Whether it waits for what comes without the person: its turn, a timer, a result. */
function movesByItself({ state, wait }: Run): boolean {
  if (state === "queued") return true;
  return state === "resting" && (wait?.dueAt !== undefined || wait?.kind === "activity");
}
