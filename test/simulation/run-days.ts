import { createHash } from "node:crypto";
import { join } from "node:path";
import { repository } from "#test/source-files.ts";
import { drawPlan } from "./plan/draw-plan.ts";
import type { WorldPlan } from "./plan/world-plan.ts";
import type { Mutate } from "./world/bot-process.ts";
import { openBot, type ScenarioBot } from "./world/open-bot.ts";
import { runWorld, type WorldResult } from "./world/run-world.ts";

/** Days of one world: long enough for windows, day-long timers and a webhook's retries. */
const worldDays = 10;

/** The sum of the worlds of one run. */
export interface RunResult {
  /** Days that went by, the quiet end of each world not counted. */
  readonly days: number;
  readonly messages: number;
  readonly sends: number;
  readonly duplicates: number;
  readonly faults: ReadonlyMap<string, number>;
  /** What came in and went out → how often. */
  readonly told: ReadonlyMap<string, number>;
  readonly posted: ReadonlyMap<string, number>;
  readonly crashes: ReadonlyMap<string, number>;
  /** Of all histories: the same seed gives the same. */
  readonly digest: string;
  /** The first world in which something did not hold. */
  readonly failure: Failure | undefined;
}

export interface Failure {
  readonly world: number;
  readonly plan: WorldPlan;
  readonly result: WorldResult;
}

export type Bots = Readonly<Record<WorldPlan["bot"], ScenarioBot>>;

export async function openBots(): Promise<Bots> {
  return {
    scenario: await openBot(join(import.meta.dir, "bot")),
    example: await openBot(join(repository, "flows")),
  };
}

/**
 * Runs world after world until the days are over or one does not hold. `world` picks one of them.
 */
export async function runDays(
  options: {
    readonly days: number;
    readonly seed: number;
    readonly perDay: number;
    readonly world?: number | undefined;
    readonly mutate?: Mutate;
  },
  bots: Bots,
): Promise<RunResult> {
  const { days, seed, perDay } = options;
  const hash = createHash("sha256");
  const faults = new Map<string, number>();
  const told = new Map<string, number>();
  const posted = new Map<string, number>();
  const crashes = new Map<string, number>();
  const sum = { days: 0, messages: 0, sends: 0, duplicates: 0 };
  let failure: Failure | undefined;
  for (let world = 0; world * worldDays < days && failure === undefined; world += 1) {
    if (options.world !== undefined && options.world !== world) continue;
    const plan = drawPlan({
      seed: worldSeed(seed, world),
      days: Math.min(worldDays, days - world * worldDays),
      perDay,
      deal: world,
    });
    const result = await runWorld(plan, bots[plan.bot], options.mutate);
    sum.days += Math.min(worldDays, days - world * worldDays);
    sum.messages += result.messages;
    sum.sends += result.sends;
    sum.duplicates += result.duplicates;
    addTo(faults, result.faults);
    addTo(told, result.told);
    addTo(posted, result.posted);
    addTo(crashes, result.crashes);
    hash.update(result.digest);
    if (result.violations.length > 0) failure = { world, plan, result };
  }
  return { ...sum, faults, told, posted, crashes, digest: hash.digest("hex"), failure };
}

/** Seeds of neighbours must not be neighbours: a world uses several numbers from its own on. */
function worldSeed(seed: number, world: number): number {
  return Math.imul(seed, 0x9e3779b1) + Math.imul(world + 1, 0x85ebca6b);
}

function addTo(total: Map<string, number>, more: ReadonlyMap<string, number>): void {
  for (const [name, count] of more) total.set(name, (total.get(name) ?? 0) + count);
}
