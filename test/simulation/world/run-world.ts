import { hourMs, type Millis, minuteMs } from "#core/lib/millis.ts";
import type { Violation } from "#test/simulation/check/check.ts";
import type { WorldPlan } from "#test/simulation/plan/world-plan.ts";
import { BotProcess, type Mutate } from "./bot-process.ts";
import type { CrashPoint } from "./crash-points.ts";
import { Directory } from "./directory.ts";
import { Disk } from "./disk.ts";
import type { History } from "./history.ts";
import type { ScenarioBot } from "./open-bot.ts";
import { Scene } from "./scene.ts";
import { createSceneLog } from "./scene-log.ts";
import { calmDown, stagePlan } from "./stage-plan.ts";
import { createVendor } from "./vendor.ts";
import { watchWorld } from "./watch-world.ts";

/** After the last trouble, a clock set back by an hour too, all is over by then but long timers. */
const settleMs = 110 * minuteMs;
/** The longest timer of the scenario, and a little. */
const longestTimerMs = 26 * hourMs;
/** A webhook that nobody took is sent again for this long. */
const longestRetryMs = 8 * 24 * hourMs;
/** Rows that are read back at most. */
const readLimit = 1_000_000;

export interface WorldResult {
  /** When the world ended, or was stopped by a violation. */
  readonly endedAt: Millis;
  readonly digest: string;
  readonly violations: readonly Violation[];
  readonly messages: number;
  readonly sends: number;
  readonly duplicates: number;
  /** Fault → how often it showed itself. */
  readonly faults: ReadonlyMap<string, number>;
  readonly crashes: ReadonlyMap<CrashPoint, number>;
  readonly history: History;
}

/** Runs one world from its first message until everything has come to rest. */
export async function runWorld(
  plan: WorldPlan,
  bot: ScenarioBot,
  mutate: Mutate = (store) => store,
): Promise<WorldResult> {
  const directory = new Directory(plan.people.map(({ later }) => later));
  const scene = new Scene({ startAt: plan.startAt, seed: plan.seed + 1, directory });
  const { checks, history, violations, faults, traffic } = watchWorld(scene, bot.settings);
  let duplicates = 0;

  const disk = new Disk(createSceneLog(scene));
  const supervisor = new BotProcess({
    scene,
    bot,
    disk,
    mutate,
    vendor: () => vendor,
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
    const stats = await disk.stats();
    for (const check of checks) check.atQuiet?.(stats);
    await pass(longestTimerMs);
    await pass(settleMs);
    if (violations.length === 0) await checkEnd();
  }

  async function checkEnd(): Promise<void> {
    const { records } = supervisor;
    const end = {
      stats: await disk.stats(),
      sends: await records.sends({ limit: readLimit }),
      events: await records.events({ limit: readLimit }),
    };
    duplicates = end.stats.duplicateSends;
    for (const check of checks) check.atEnd?.(end);
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
    crashes: scene.crashes.hits,
    history,
  };
}
