import { BotError } from "#core/lib/bot-error.ts";
import type { Write } from "./crash-points.ts";
import { never } from "./never.ts";
import type { Process } from "./process.ts";
import type { Scene } from "./scene.ts";

type Call<Arguments extends readonly unknown[], Result> = (...args: Arguments) => Promise<Result>;

/** How one process reaches its store: slowly at times, at times not at all, and until it dies. */
export class StoreAccess {
  readonly #scene: Scene;
  readonly #process: Process;

  constructor(scene: Scene, process: Process) {
    this.#scene = scene;
    this.#process = process;
  }

  /**
   * A call that writes: the process can die at either side of its commit, and what became durable
   * is told also if it died of it. `hasWork` says beforehand whether there is anything to write,
   * `hasWorked` afterwards: a death counts only where there was.
   */
  write<Arguments extends readonly unknown[], Result>(
    name: Write,
    call: Call<Arguments, Result>,
    tell: (result: Result, ...args: Arguments) => void,
    asked: {
      readonly hasWork: (...args: Arguments) => Promise<boolean>;
      readonly hasWorked: (result: Result) => boolean;
    } = always,
  ): Call<Arguments, Result> {
    return async (...args) => {
      const holdUp = this.#holdUp();
      if (holdUp !== undefined) await holdUp;
      if (!this.#process.isAlive) return never();
      this.#refuse();
      const mayDie = this.#process.mayDieAt(`${name}:lost`) && (await asked.hasWork(...args));
      const writing = call(...args);
      if (mayDie && this.#process.diesAt(`${name}:lost`)) return never();
      const result = await writing;
      tell(result, ...args);
      if (asked.hasWorked(result)) this.#process.diesAt(`${name}:kept`);
      return this.#process.isAlive ? result : never();
    };
  }

  read<Arguments extends readonly unknown[], Result>(
    call: Call<Arguments, Result>,
    tell: (result: Result) => void = () => undefined,
  ): Call<Arguments, Result> {
    return async (...args) => {
      const holdUp = this.#holdUp();
      if (holdUp !== undefined) await holdUp;
      if (!this.#process.isAlive) return never();
      const result = await call(...args);
      tell(result);
      return this.#process.isAlive ? result : never();
    };
  }

  /** Undefined for a call that is not held up: most are not, and waiting for nothing adds up. */
  #holdUp(): Promise<void> | undefined {
    const { slowStore, slowStoreMs } = this.#scene.weather;
    if (!this.#scene.strikes("store held up", slowStore)) return undefined;
    return this.#scene.pause(this.#scene.draw(1, slowStoreMs));
  }

  #refuse(): void {
    const { isStoreDown, random, weather } = this.#scene;
    if (!isStoreDown && !random.chance(weather.storeHiccup)) return;
    this.#scene.count("store unavailable");
    throw new BotError("STORE_UNAVAILABLE", "the simulated disk is full", {
      retry: "later",
      retryAfterMs: 1_000,
    });
  }
}

const always = { hasWork: () => Promise.resolve(true), hasWorked: () => true };
