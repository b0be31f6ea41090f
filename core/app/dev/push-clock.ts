import type { ShiftingClock } from "#core/app/chat/shifting-clock.ts";
import { hourMs, later, type Millis } from "#core/lib/millis.ts";
import type { Clock } from "#core/model/ports/clock.ts";

/** How often it is looked whether the bot rests, in milliseconds of the machine. */
const lookEveryMs = 5;
/** One quiet look may fall between two pieces of work. */
const quietLooks = 2;
/** Longest wait for rest, in looks: an AI may be asked just then, and the clock goes on all the same. */
const maxLooks = 2_000;
/** Looks after which what is due and is not done counts as stuck: its account is paused, say. */
const stuckLooks = 100;
/** Stretches of one push at least: plans are known to the engine alone, and must not be jumped over. */
const leastStretches = 25;
/** Most stops of one push at what falls due; the rest of the way is one jump. */
const maxStops = 300;

export interface ClockPushDeps {
  readonly clock: ShiftingClock;
  /** The machine's, for waiting. */
  readonly machine: Clock;
  /** True while the bot, or the network that delivers to it, has something in hand. */
  readonly isBusy: () => boolean;
  /** When the next thing of bot or network is due; undefined: nothing is planned. */
  readonly nextDueAt: () => Promise<Millis | undefined>;
}

/**
 * Moves the world's clock on as time goes: not before what is in hand is done, and with a stop at
 * everything that falls due, so that it happens at its time and not at the end of the way. One jump
 * would tear a turn apart: a message that was answered in the window would leave after it.
 */
export async function pushClock(deps: ClockPushDeps, durationMs: number): Promise<void> {
  const { clock } = deps;
  let isStuck = await rest(deps, false);
  const untilAt = later(clock.now(), durationMs);
  const stretchMs = Math.max(hourMs, durationMs / leastStretches);
  for (let stops = 0; clock.now() < untilAt; stops += 1) {
    const now = clock.now();
    const dueAt = await deps.nextDueAt();
    const nearest = dueAt === undefined || dueAt <= now ? untilAt : dueAt;
    const nextAt = stops < maxStops ? Math.min(untilAt, nearest, now + stretchMs) : untilAt;
    clock.shift(Math.ceil(nextAt - now));
    isStuck = await rest(deps, isStuck);
  }
}

/** Waits until nothing is in hand and nothing is due. True: something is due and is not done. */
async function rest(deps: ClockPushDeps, isStuck: boolean): Promise<boolean> {
  const { clock, machine, isBusy, nextDueAt } = deps;
  let quiet = 0;
  let hasDue = false;
  for (let looks = 0; looks < maxLooks; looks += 1) {
    await new Promise<void>((resolve) => {
      machine.after(lookEveryMs, resolve);
    });
    if (isBusy()) {
      quiet = 0;
      continue;
    }
    const dueAt = await nextDueAt();
    hasDue = dueAt !== undefined && dueAt <= clock.now();
    quiet += 1;
    if (quiet >= (hasDue && !isStuck ? stuckLooks : quietLooks) && !isBusy()) break;
  }
  return hasDue;
}
