import { type Millis, toMillis } from "#core/lib/millis.ts";
import { SeededRandom } from "#core/plugin/testing/seeded-random.ts";
import { VirtualClock } from "#core/plugin/testing/virtual-clock.ts";
import { type CrashOrder, CrashPlan } from "./crash-plan.ts";
import type { CrashPoint } from "./crash-points.ts";
import type { Directory } from "./directory.ts";
import type { Fault } from "./faults.ts";
import type { Happening, Observation } from "./observation.ts";
import { ordinary, type Weather } from "./weather.ts";

/** What all parts of one simulated world share: true time, chance, the weather, and who watches. */
export class Scene {
  readonly clock: VirtualClock;
  readonly random: SeededRandom;
  readonly directory: Directory;
  readonly crashes = new CrashPlan();
  weather: Weather = ordinary;
  /** What the machine's clock is off by. */
  skewMs = 0;
  isStoreDown = false;
  life = 0;
  readonly #watchers: ((observation: Observation) => void)[] = [];

  constructor(options: {
    readonly startAt: Millis;
    readonly seed: number;
    readonly directory: Directory;
  }) {
    this.clock = new VirtualClock(options.startAt);
    this.random = new SeededRandom(options.seed);
    this.directory = options.directory;
  }

  get clockNow(): Millis {
    return toMillis(this.clock.now() + this.skewMs);
  }

  watch(watcher: (observation: Observation) => void): void {
    this.#watchers.push(watcher);
  }

  emit(happening: Happening): void {
    const moments = { at: this.clock.now(), clockAt: this.clockNow, life: this.life };
    // Not spread into another object: that is a good part of what a world costs.
    const observation: Observation = Object.assign(happening, moments);
    for (const watcher of this.#watchers) watcher(observation);
  }

  /** Counts one fault that has just shown itself. */
  count(what: Fault): void {
    this.emit({ kind: "trouble", what });
  }

  /** True with the given probability; counts the fault if so. */
  strikes(what: Fault, rate: number): boolean {
    if (rate <= 0 || !this.random.chance(rate)) return false;
    this.count(what);
    return true;
  }

  /** The death that is due at this pass of a point, if one is. */
  passCrashPoint(point: CrashPoint): CrashOrder | undefined {
    return this.crashes.pass(point, this.clock.now());
  }

  /** Resolves after `durationMs` of true time, whoever lives then. */
  pause(durationMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.clock.after(durationMs, resolve);
    });
  }

  /** A duration between the two, drawn. */
  draw(minMs: number, maxMs: number): number {
    return minMs + (maxMs - minMs) * this.random.fraction();
  }
}
