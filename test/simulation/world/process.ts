import type { CrashOrder } from "./crash-plan.ts";
import type { CrashPoint } from "./crash-points.ts";
import { MortalClock } from "./mortal-clock.ts";
import type { Scene } from "./scene.ts";

/**
 * One life of the program: its clock, and its death. A dead process hears nothing, asks for nothing
 * and its timers never fire; what it had sent is under way all the same.
 */
export class Process {
  readonly clock: MortalClock;
  readonly #scene: Scene;
  readonly #onDeath: (downMs: number) => void;
  /** Resolves when it dies. */
  readonly death: Promise<undefined>;
  #announceDeath: () => void = () => undefined;
  #isAlive = true;

  constructor(scene: Scene, onDeath: (downMs: number) => void) {
    this.#scene = scene;
    this.#onDeath = onDeath;
    this.clock = new MortalClock(scene.clock, () => scene.skewMs);
    this.death = new Promise((resolve) => {
      this.#announceDeath = () => resolve(undefined);
    });
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  /** True if it dies at this pass of the point. */
  diesAt(point: CrashPoint): boolean {
    const order = this.#isAlive ? this.#scene.passCrashPoint(point) : undefined;
    if (order !== undefined) this.#die(order);
    return order !== undefined;
  }

  /** True if it would die at one of the next passes of the point. */
  mayDieAt(point: CrashPoint): boolean {
    return this.#isAlive && this.#scene.crashes.isAwaited(point, this.#scene.clock.now());
  }

  /** Ends it in good order; `downMs` until the next one starts. */
  end(downMs: number): void {
    if (this.#isAlive) this.#stop("drain", downMs);
  }

  #die(order: CrashOrder): void {
    this.#stop(order.point, order.downMs);
  }

  #stop(point: CrashPoint | "drain", downMs: number): void {
    this.#isAlive = false;
    this.clock.kill();
    this.#scene.emit({ kind: "died", point });
    this.#announceDeath();
    this.#onDeath(downMs);
  }
}
