import type { StoreStats } from "#core/model/ports/store.ts";
import type { Check, Report } from "./check.ts";

/**
 * I6, I11 and calm: a quiet world has nothing under way, a restart finds exactly what was durable,
 * and the runtime logs no error that nobody caused.
 */
export function createRestCheck(report: Report): Check {
  let newEvents = 0;
  let timersFired = 0;
  let marks = 0;

  function atRest(stats: StoreStats): void {
    const { pendingEvents, queuedSends, unknownSends } = stats;
    if (pendingEvents > 0) report("I6", `${pendingEvents} events are pending in a quiet world`);
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
    atQuiet: atRest,
    atEnd({ stats }) {
      atRest(stats);
      if (stats.openTimers > 0) report("I6", `${stats.openTimers} timers are still open`);
    },
  };
}

/**
 * Errors that the simulated troubles cause: a poisoned message, an account that may not send, a
 * message whose outcome nobody told and that may not go again.
 */
const expected = new Set(["turn.parked", "account.paused", "outbox.parked"]);
