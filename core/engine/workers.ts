import { later, type Millis } from "#core/lib/millis.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { Store } from "#core/model/ports/store.ts";
import type { Activities } from "./activities.ts";
import { createAlarm } from "./alarm.ts";
import type { Broadcasts } from "./broadcasts/broadcasts.ts";
import type { TurnEnd } from "./handle-turn.ts";
import type { IntakeFirst } from "./intake-first.ts";
import type { Outbox } from "./outbox/outbox.ts";
import { createPump } from "./pump.ts";
import type { Schedules } from "./schedules.ts";
import { createTimers } from "./timers.ts";
import type { Turns } from "./turns.ts";

/** How often a drain looks whether all is done, in milliseconds. */
const drainLookMs = 10;

/** The loops that move everything, and the alarm that wakes them. */
export interface Workers {
  /** Begins; timers that are overdue now wait a while. */
  start(): void;
  /** Turns that were held back for webhooks may begin. */
  onFree(): void;
  onTaken(): void;
  /** Other schedules or broadcasts are active from here on. */
  onPlanned(): void;
  onTurnOver(end: TurnEnd | undefined): void;
  onSendOver(): void;
  onResult(): void;
  isIdle(): boolean;
  drain(timeoutMs: number): Promise<boolean>;
}

export interface WorkersDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly turns: Turns;
  readonly intakeFirst: Pick<IntakeFirst, "isHolding">;
  readonly outbox: Outbox;
  readonly activities: Activities;
  readonly schedules: Schedules;
  readonly broadcasts: Broadcasts;
}

export function createWorkers(deps: WorkersDeps): Workers {
  const { store, clock, log, turns, outbox, activities, schedules, broadcasts } = deps;
  const timers = createTimers({ store, clock, onFired: () => turnPump.kick() });

  const pump = (name: string, worker: { round(): Promise<boolean> }) =>
    createPump({ name, clock, log, round: () => worker.round() });
  const turnPump = pump("turns", turns);
  const outboxPump = pump("outbox", outbox);
  const activityPump = pump("activities", activities);
  const timerPump = pump("timers", timers);
  const planPump = pump("plans", { round: plan });
  const pumps = [timerPump, turnPump, activityPump, outboxPump, planPump];
  const isIdle = () =>
    turns.inFlight + outbox.inFlight + activities.inFlight === 0 &&
    !deps.intakeFirst.isHolding &&
    pumps.every((item) => !item.isRunning);
  const alarm = createAlarm({ clock, log, nextDueAt, ring: kickAll });
  let isStarted = false;

  /** Only a round knows when the next moment is. */
  async function plan(): Promise<boolean> {
    const hasMore = await schedules.round();
    const hasMoreToSend = await broadcasts.round();
    alarm.set();
    return hasMore || hasMoreToSend;
  }

  function kickAll(): void {
    for (const item of pumps) item.kick();
    alarm.set();
  }

  /** The store knows nothing of paused accounts, nor of schedules and of a broadcast's pace. */
  async function nextDueAt(): Promise<Millis | undefined> {
    const planned = earlier(schedules.nextDueAt(), broadcasts.nextDueAt());
    return earlier(earlier(await timers.nextDueAt(), outbox.nextEndAt()), planned);
  }

  return {
    isIdle,
    start() {
      timers.start();
      isStarted = true;
      kickAll();
    },
    onTaken() {
      // What comes in before the start is durable, and waits for what was open to be resumed.
      if (!isStarted) return;
      turnPump.kick();
      outboxPump.kick();
      alarm.set();
    },
    onFree: () => turnPump.kick(),
    onPlanned() {
      if (isStarted) planPump.kick();
    },
    onTurnOver(end) {
      turnPump.kick();
      if (end !== undefined && end.queued > 0) outboxPump.kick();
      if (end !== undefined && end.activities > 0) activityPump.kick();
      alarm.set();
    },
    onSendOver() {
      outboxPump.kick();
      alarm.set();
    },
    onResult() {
      turnPump.kick();
      activityPump.kick();
      // An activity may have been put off.
      alarm.set();
    },
    async drain(timeoutMs) {
      alarm.stop();
      for (const item of pumps) void item.stop();
      return await waitUntil(isIdle, clock, timeoutMs);
    },
  };
}

/** False if the time ran out first. */
async function waitUntil(isDone: () => boolean, clock: Clock, timeoutMs: number): Promise<boolean> {
  const deadlineAt = later(clock.now(), timeoutMs);
  while (!isDone() && clock.now() < deadlineAt) {
    await new Promise<void>((resolve) => {
      clock.after(drainLookMs, resolve);
    });
  }
  return isDone();
}

function earlier(a: Millis | undefined, b: Millis | undefined): Millis | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a < b ? a : b;
}
