import { dayMs, hourMs, type Millis, minuteMs } from "#core/lib/millis.ts";
import type { NewEvent } from "#core/model/event.ts";
import type { Claim, CommitPlan } from "#core/model/plan.ts";
import type { Check, Report } from "./check.ts";
import { type Subscriber, Subscribers } from "./subscribers.ts";

/** When the scenario's schedule is due: every day at ten, UTC. */
const dueOfDayMs = 10 * hourMs;

/**
 * I9 for schedules: a moment reaches a person once at most, at its own time or less than an hour
 * late; and everybody whom it is for, if nothing was in its way for the hour before and after it.
 */
export function createScheduleCheck(report: Report): Check {
  const subscribers = new Subscribers();
  const reached = new Set<string>();
  const handled = new Set<string>();
  const missed = watchMoments(subscribers, ({ who, conversation }, dueAt) => {
    if (reached.has(`${conversation} ${dueAt}`)) return;
    report("I9", `the schedule of ${dueAt} never reached them`, who);
  });

  function take({ conversation, body, receivedAt }: NewEvent): void {
    if (body.kind !== "schedule") return;
    const { dueAt } = body;
    if (dueAt % dayMs !== dueOfDayMs) report("I9", `a schedule is due at ${dueAt}`);
    const lateMs = receivedAt - dueAt;
    // It is decided a moment before it is written.
    if (lateMs >= hourMs + minuteMs) report("I9", `a schedule ran ${lateMs} ms late`);
    reached.add(`${conversation} ${dueAt}`);
  }

  function handle({ conversation, events }: Claim, plan: CommitPlan, who: string): void {
    for (const { event: id } of plan.marks) {
      const body = events.find((event) => event.id === id)?.body;
      if (body?.kind !== "schedule") continue;
      const name = `${conversation.id} ${body.dueAt}`;
      if (handled.has(name)) report("I9", `the schedule of ${body.dueAt} began twice`, who);
      handled.add(name);
    }
  }

  return {
    on: {
      born: ({ at }) => missed.trouble(at, false),
      died: ({ at }) => missed.trouble(at, true),
      trouble: ({ what, at }) => {
        if (/^(clock|store (full|has))/.test(what)) missed.trouble(at);
        else missed.pass(at);
      },
      ingested: ({ events, answers, at }) => {
        missed.pass(at);
        for (const [index, event] of events.entries()) if (answers[index] === "new") take(event);
      },
      committed: ({ claim, plan, who, at }) => {
        missed.pass(at);
        subscribers.follow(claim, plan, who, at);
        handle(claim, plan, who);
      },
    },
  };
}

/** Asks, an hour after each moment that nothing stood in the way of, after all whom it was for. */
function watchMoments(
  subscribers: Subscribers,
  ask: (subscriber: Subscriber, dueAt: number) => void,
): { pass(at: Millis): void; trouble(at: Millis, isDown?: boolean): void } {
  let isDown = true;
  let lastTroubleAt = 0;
  let nextDueAt: number | undefined;
  let due: { readonly at: number; readonly people: readonly Subscriber[] } | undefined;

  function pass(at: Millis): void {
    if (isDown) lastTroubleAt = at;
    nextDueAt ??= firstDueAt(at);
    if (due === undefined && at >= nextDueAt) {
      due = { at: nextDueAt, people: subscribers.wantedSince(nextDueAt - hourMs) };
      nextDueAt += dayMs;
    }
    if (due === undefined || at < due.at + hourMs) return;
    const calmFrom = due.at - hourMs;
    if (lastTroubleAt < calmFrom) {
      for (const item of due.people) if (item.changedAt < calmFrom) ask(item, due.at);
    }
    due = undefined;
  }

  return {
    pass,
    trouble(at, isDownNow = isDown) {
      isDown = isDownNow;
      lastTroubleAt = at;
      pass(at);
    },
  };
}

function firstDueAt(at: Millis): number {
  const today = at - (at % dayMs) + dueOfDayMs;
  return today < at ? today + dayMs : today;
}
