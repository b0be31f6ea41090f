import { hourMs, type Millis, minuteMs } from "#core/lib/millis.ts";
import type { Violation } from "#test/simulation/check/check.ts";
import type { WorldPlan } from "#test/simulation/plan/world-plan.ts";
import { BotProcess, type Mutate } from "./bot-process.ts";
import type { CrashPoint } from "./crash-points.ts";
import { Directory } from "./directory.ts";
import { Disk } from "./disk.ts";
import type { History } from "./history.ts";
import type { ScenarioBot } from "./open-bot.ts";
import { readEnd, readQuiet } from "./read-world.ts";
import { Scene } from "./scene.ts";
import { createSceneLog } from "./scene-log.ts";
import { Shop } from "./shop.ts";
import { calmDown, stagePlan } from "./stage-plan.ts";
import { createVendor } from "./vendor.ts";
import { watchWorld } from "./watch-world.ts";

/** After the last trouble, a clock set back by an hour too, all is over by then but long timers. */
const settleMs = 110 * minuteMs;
/** The longest row of timers and of other people's hours that follow one another. */
const longestWaitHours = 6 * 24;
/** A webhook that nobody took is sent again for this long. */
const longestRetryMs = 8 * 24 * hourMs;

export interface WorldResult {
  /** When the world ended, or was stopped by a violation. */
  readonly endedAt: Millis;
  readonly digest: string;
  readonly violations: readonly Violation[];
  readonly messages: number;
  readonly sends: number;
  readonly duplicates: number;
  /** Fault → how often it showed itself; likewise what came in and went out. */
  readonly faults: ReadonlyMap<string, number>;
  readonly told: ReadonlyMap<string, number>;
  readonly posted: ReadonlyMap<string, number>;
  readonly crashes: ReadonlyMap<CrashPoint, number>;
  readonly history: History;
}

/** Runs one world from its first message until everything has come to rest. */
export async function runWorld(
  plan: WorldPlan,
  bot: ScenarioBot,
  mutate: Mutate = (store) => store,
): Promise<WorldResult> {
  const directory = new Directory(plan.people);
  const scene = new Scene({ startAt: plan.startAt, seed: plan.seed + 1, directory });
  const watch = watchWorld(scene, bot.settings, plan.bot);
  const { checks, history, violations, faults, traffic, told, posted } = watch;
  let duplicates = 0;

  const disk = new Disk(createSceneLog(scene));
  const supervisor = new BotProcess({
    scene,
    bot,
    disk,
    mutate,
    vendor: () => vendor,
    shop: new Shop(scene),
    atBirth: (stats) => {
      for (const check of checks) check.atBirth?.(stats);
    },
  });
  const vendor = createVendor(scene, bot, plan.seed + 2, (request) => supervisor.knock(request));

  /** Moves time in steps, and stops at the first violation. */
  async function pass(durationMs: number, isOver: () => boolean = () => false): Promise<void> {
    for (let left = durationMs; left > 0 && !isOver(); left -= hourMs) {
      if (violations.length > 0) return;
      await scene.clock.advance(Math.min(left, hourMs));
    }
  }

  async function comeToRest(): Promise<void> {
    calmDown(scene, vendor);
    await pass(settleMs);
    await pass(longestRetryMs, () => !vendor.isBusy());
    await pass(settleMs);
    // A world that broke a promise stops as it is: its process may be down, and stays so.
    if (violations.length > 0) return;
    const quiet = await readQuiet(supervisor.records, disk);
    for (const check of checks) check.atQuiet?.(quiet);
    // A schedule may begin something while the world settles.
    for (let hours = 0; hours < longestWaitHours && !(await isAtRest()); hours += 1) {
      await pass(hourMs);
      if (await isAtRest()) await pass(settleMs);
    }
    if (violations.length > 0) return;
    const end = await readEnd(supervisor.records, disk);
    duplicates = end.stats.duplicateSends;
    for (const check of checks) check.atEnd?.(end);
  }

  /** Timers wait for their moment, and some then for the bot to have the conversation again. */
  async function isAtRest(): Promise<boolean> {
    const { openTimers, pendingEvents } = await disk.stats();
    return openTimers + pendingEvents === 0;
  }

  try {
    void supervisor.start();
    stagePlan(plan, scene, vendor, supervisor);
    await pass(plan.durationMs);
    if (plan.comesToRest) await comeToRest();
  } finally {
    disk.remove();
  }
  return {
    ...traffic,
    endedAt: scene.clock.now(),
    digest: history.digest(),
    violations,
    duplicates,
    faults,
    told,
    posted,
    crashes: scene.crashes.hits,
    history,
  };
}
