import type { StoreStats } from "#core/model/ports/store.ts";
import type { Check, Report, WorldQuiet } from "./check.ts";

/**
 * I6, I11 and calm: a quiet world has nothing under way, a restart finds exactly what was durable,
 * and the runtime logs no error that nobody caused.
 */
export function createRestCheck(report: Report): Check {
  let newEvents = 0;
  let timersFired = 0;
  let marks = 0;

  /** What moves a run waits while somebody else has the conversation; nothing else does. */
  function atQuiet({ stats, pending, conversations }: WorldQuiet): void {
    const owners = new Map(conversations.map(({ id, owner }) => [id, owner]));
    for (const { id, body, conversation } of pending) {
      const owner = conversation === undefined ? undefined : owners.get(conversation);
      if (moving.has(body.kind) && owner !== "bot") continue;
      report("I6", `event ${id}, ${body.kind}, is pending in a quiet world`);
    }
    atRest(stats);
  }

  function atRest({ queuedSends, unknownSends, openActivities }: StoreStats): void {
    if (openActivities > 0) report("I6", `${openActivities} activities are open in a quiet world`);
    if (queuedSends > 0) report("I6", `${queuedSends} sends are queued in a quiet world`);
    if (unknownSends > 0) report("I6", `${unknownSends} sends are unknown in a quiet world`);
  }

  return {
    on: {
      ingested: ({ events, answers }) => {
        for (const [index, event] of events.entries()) {
          const hasLane = event.sender !== undefined || event.conversation !== undefined;
          if (hasLane && answers[index] === "new") newEvents += 1;
        }
      },
      "timers-fired": ({ count }) => {
        timersFired += count;
      },
      committed: ({ plan }) => {
        marks += plan.marks.length;
      },
      "error-logged": ({ event, detail }) => {
        if (!expected.has(event)) report("calm", `the runtime logs ${event}: ${detail}`);
      },
    },
    atBirth(stats) {
      const expectedPending = newEvents + timersFired - marks;
      if (stats.pendingEvents !== expectedPending) {
        const found = `${stats.pendingEvents} events are pending`;
        report("I11", `${found} after a restart, ${expectedPending} were durable`);
      }
    },
    atQuiet,
    atEnd({ stats }) {
      atRest(stats);
      if (stats.pendingEvents > 0) report("I6", `${stats.pendingEvents} events are still pending`);
      if (stats.openTimers > 0) report("I6", `${stats.openTimers} timers are still open`);
    },
  };
}

const moving: ReadonlySet<string> = new Set(["timer", "result", "signal"]);

/**
 * Errors that the simulated troubles cause: a poisoned message, an account that may not send, a
 * message whose outcome nobody told and that may not go again.
 */
const expected = new Set(["turn.parked", "account.paused", "outbox.parked"]);
