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
   * is told also if it died of it. `writes` says beforehand whether there is anything to write.
   */
  write<Arguments extends readonly unknown[], Result>(
    name: Write,
    call: Call<Arguments, Result>,
    tell: (result: Result, ...args: Arguments) => void,
    writes: (...args: Arguments) => Promise<boolean> = alwaysWrites,
  ): Call<Arguments, Result> {
    return async (...args) => {
      await this.#holdUp();
      if (!this.#process.isAlive) return never();
      this.#refuse();
      const isWrite = await writes(...args);
      const writing = call(...args);
      if (isWrite && this.#process.diesAt(`${name}:lost`)) return never();
      const result = await writing;
      tell(result, ...args);
      if (isWrite) this.#process.diesAt(`${name}:kept`);
      return this.#process.isAlive ? result : never();
    };
  }

  read<Arguments extends readonly unknown[], Result>(
    call: Call<Arguments, Result>,
    tell: (result: Result) => void = () => undefined,
  ): Call<Arguments, Result> {
    return async (...args) => {
      await this.#holdUp();
      if (!this.#process.isAlive) return never();
      const result = await call(...args);
      tell(result);
      return this.#process.isAlive ? result : never();
    };
  }

  async #holdUp(): Promise<void> {
    const { slowStore, slowStoreMs } = this.#scene.weather;
    if (!this.#scene.strikes("store held up", slowStore)) return;
    await this.#scene.pause(this.#scene.draw(1, slowStoreMs));
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

async function alwaysWrites(): Promise<boolean> {
  return true;
}
