import { type Millis, minuteMs, secondMs } from "#core/lib/millis.ts";
import type { StoredEvent } from "#core/model/event.ts";
import type { CommitPlan, NewTimer } from "#core/model/plan.ts";
import type { Check, Report } from "./check.ts";

/** A timer may be this late while all is well, in milliseconds. */
const lateMs = secondMs;
/** After a start, overdue timers wait for a minute; the alarm looks up every half minute. */
const holdMs = minuteMs + 30 * secondMs;

/**
 * I9: a timer fires once, not before it is due, and while all is well at most a second late. All is
 * well from a minute and a half after a start, a jump of the clock or a trouble of the store.
 */
export function createTimerCheck(report: Report): Check {
  const planned = new Map<string, NewTimer>();
  const fired = new Map<string, string>();
  const restingOn = new Map<string, string | undefined>();
  let wellFrom = 0;
  let isUnwell = false;

  function plan({ timers, runs }: CommitPlan): void {
    for (const timer of timers) planned.set(timer.id, timer);
    for (const run of runs) restingOn.set(run.id, run.wait?.id);
  }

  function fire(event: StoredEvent, who: string, at: Millis, clockAt: Millis): void {
    if (event.body.kind !== "timer") return;
    const { timer: id } = event.body;
    const other = fired.get(id);
    if (other === event.id) return;
    if (other !== undefined) report("I9", `timer ${id} fired twice`, who);
    fired.set(id, event.id);
    const timer = planned.get(id);
    if (timer === undefined) {
      report("I9", `timer ${id} fired and was never planned`, who);
      return;
    }
    if (clockAt < timer.dueAt && at >= wellFrom) {
      report("I9", `timer ${id} fired ${timer.dueAt - clockAt} ms early`, who);
    }
    const offMs = clockAt - at;
    const dueAt = timer.dueAt - offMs;
    const tookMs = event.receivedAt - offMs - Math.max(dueAt, wellFrom);
    if (!isUnwell && dueAt > wellFrom && tookMs > lateMs) {
      report("I9", `timer ${id} fired ${tookMs} ms late`, who);
    }
  }

  function trouble(what: string, at: Millis): void {
    if (what === "store full") isUnwell = true;
    if (what === "store has room") isUnwell = false;
    if (/^(clock|store)/.test(what)) wellFrom = at + holdMs;
  }

  return {
    on: {
      born: ({ at }) => {
        wellFrom = at + holdMs;
      },
      trouble: ({ what, at }) => trouble(what, at),
      committed: (observation) => plan(observation.plan),
      claimed: ({ claim, who, at, clockAt }) => {
        for (const event of claim.events) fire(event, who, at, clockAt);
      },
    },
    atEnd() {
      for (const { id, run, wait } of planned.values()) {
        if (!fired.has(id) && restingOn.get(run) === wait) report("I9", `timer ${id} never fired`);
      }
    },
  };
}
