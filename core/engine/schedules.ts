import { isInAudience } from "#core/flow/in-audience.ts";
import { type Cron, nextCronAt } from "#core/lib/cron.ts";
import type { AccountId } from "#core/lib/ids.ts";
import { hourMs, type Millis, toMillis } from "#core/lib/millis.ts";
import type { NewEvent } from "#core/model/event.ts";
import { chooseLocale } from "#core/model/facts.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { Person, Records } from "#core/model/ports/records.ts";
import type { Store } from "#core/model/ports/store.ts";
import { factsOf } from "./facts.ts";
import type { Programs } from "./programs.ts";
import { createScheduleStates, type ScheduleState } from "./schedule-states.ts";
import { type Schedule, schedulesOf } from "./schedules-of.ts";
import type { EngineSettings } from "./settings.ts";

/** A moment that was missed by less than this still runs. Source: the flow language, "Time". */
const lateMs = hourMs;
/** People looked at in one round. */
const peoplePerRound = 500;

export interface SchedulesDeps {
  readonly store: Store;
  readonly records: Pick<Records, "people" | "pluginValue" | "setPluginValue" | "appendAudit">;
  readonly channels: ReadonlyMap<AccountId, Channel>;
  readonly programs: Programs;
  readonly settings: EngineSettings;
  readonly seed: () => number;
  readonly clock: Clock;
  readonly log: Log;
  /** Called when events of a schedule are durable. */
  readonly onFired: () => void;
}

type Running = NonNullable<ScheduleState["running"]>;

/** Turns moments of schedules into events of everybody in their audience. */
export interface Schedules {
  /** Resolves to true when there is more to do at once. */
  round(): Promise<boolean>;
  /** When the next moment is; undefined before the first round, or if no flow has a schedule. */
  nextDueAt(): Millis | undefined;
}

/** Where there are no records to keep them in. */
export const noSchedules: Schedules = {
  round: () => Promise.resolve(false),
  nextDueAt: () => undefined,
};

/**
 * A moment runs once: how far it has come is kept, and every event has a key of its own, so a crash
 * repeats a page at most and nobody is started twice.
 */
export function createSchedules(deps: SchedulesDeps): Schedules {
  const { records, programs, settings, clock } = deps;
  const states = createScheduleStates(records);
  const { timeZone } = settings.bot;
  let flows: Programs["flows"] | undefined;
  let schedules: readonly Schedule[] = [];
  let nextAt: number = Number.POSITIVE_INFINITY;

  async function round(): Promise<boolean> {
    if (flows !== programs.flows) {
      flows = programs.flows;
      schedules = schedulesOf(flows);
      nextAt = Number.NEGATIVE_INFINITY;
    }
    const now = clock.now();
    if (now < nextAt) return false;
    let next = Number.POSITIVE_INFINITY;
    for (const schedule of schedules) {
      const state = await states.read(schedule.key, now);
      const due =
        state.running === undefined
          ? findDue(schedule.cron, state.doneAt, now, timeZone)
          : undefined;
      const running = state.running ?? (due?.at === undefined ? undefined : { dueAt: due.at });
      if (running !== undefined) {
        const isLate = now - running.dueAt >= lateMs;
        // Cut off, and found too late: whom it has not reached by now it would only surprise.
        if (isLate) await skip(deps, schedule, running.dueAt, now);
        const next = isLate
          ? { doneAt: running.dueAt }
          : await runPage(deps, schedule, state.doneAt, running);
        await states.write(schedule.key, next);
        return true;
      }
      let { doneAt } = state;
      if (due?.missedAt !== undefined) {
        await skip(deps, schedule, due.missedAt, now);
        doneAt = now;
        await states.write(schedule.key, { doneAt });
      }
      next = Math.min(next, nextCronAt(schedule.cron, doneAt, timeZone) ?? next);
    }
    nextAt = next;
    return false;
  }

  return {
    round,
    nextDueAt: () => (Number.isFinite(nextAt) ? toMillis(nextAt) : undefined),
  };
}

/** The latest moment that is due and not too late, and the first that was missed if there is none. */
function findDue(
  cron: Cron,
  doneAt: Millis,
  now: Millis,
  timeZone: string,
): { readonly at?: Millis; readonly missedAt?: Millis } | undefined {
  const first = nextCronAt(cron, doneAt, timeZone);
  if (first === undefined || first > now) return undefined;
  let at: Millis | undefined;
  let from = toMillis(Math.max(doneAt, now - lateMs));
  for (;;) {
    const next = nextCronAt(cron, from, timeZone);
    if (next === undefined || next > now) break;
    at = next;
    from = next;
  }
  return at === undefined ? { missedAt: first } : { at };
}

async function skip(
  { records, log }: SchedulesDeps,
  { flow, text }: Schedule,
  missedAt: Millis,
  now: Millis,
): Promise<void> {
  log.warn("schedule.skipped", { flow, schedule: text, lateMs: now - missedAt });
  const data = { flow, schedule: text, dueAt: missedAt };
  await records.appendAudit({ at: now, who: "sapa", what: "schedule.skipped", data });
}

/** Starts the flow for the next page of people; how far the schedule has come then. */
async function runPage(
  deps: SchedulesDeps,
  schedule: Schedule,
  doneAt: Millis,
  { dueAt, account: current, after }: Running,
): Promise<ScheduleState> {
  const accounts = [...deps.channels.keys()].toSorted();
  const account = current ?? accounts[0];
  if (account === undefined) return { doneAt: dueAt };
  const following = accounts.find((other) => other > account);
  // An account may be gone since the schedule began; those after it are not.
  const channel = deps.channels.get(account);
  const people =
    channel === undefined ? [] : await deps.records.people(account, after, peoplePerRound);
  if (channel !== undefined) await startFor(deps, schedule, dueAt, channel, people);
  const last = people.at(-1)?.conversation.id;
  if (last !== undefined) return { doneAt, running: { dueAt, account, after: last } };
  return following === undefined
    ? { doneAt: dueAt }
    : { doneAt, running: { dueAt, account: following } };
}

async function startFor(
  deps: SchedulesDeps,
  schedule: Schedule,
  dueAt: Millis,
  channel: Channel,
  people: readonly Person[],
): Promise<void> {
  const { account } = channel;
  const now = deps.clock.now();
  const { flow, text } = schedule;
  const events = people.flatMap((person): readonly NewEvent[] => {
    if (!isWanted(deps, schedule, channel, person, now)) return [];
    const { id: conversation } = person.conversation;
    const dedupeKey = `schedule:${schedule.key}:${dueAt}:${conversation}`;
    const body = { kind: "schedule", flow, schedule: text, dueAt } as const;
    return [{ account, conversation, dedupeKey, occurredAt: dueAt, receivedAt: now, body }];
  });
  if (events.length === 0) return;
  await deps.store.ingest(events);
  deps.onFired();
}

function isWanted(
  { settings, seed }: SchedulesDeps,
  { audiences }: Schedule,
  channel: Channel,
  { conversation, contact }: Person,
  now: Millis,
): boolean {
  if (contact.stoppedAt !== undefined) return false;
  const locale = chooseLocale(contact.language, settings.bot.locales);
  const facts = factsOf({ now, locale, contact, conversation, channel }, settings, seed());
  return audiences.some(
    ({ audience, channel: only, reads }) =>
      (only === undefined || only === channel.account || only === channel.kind) &&
      isInAudience(audience, facts, reads),
  );
}
