import { errorText } from "#core/lib/bot-error.ts";
import type { Cancel, Clock } from "#core/model/ports/clock.ts";
import type { Log } from "#core/model/ports/log.ts";

/** A loop that runs when kicked, one round at a time, and never dies of an error. */
export interface Pump {
  /** Asks for a round; kicks during a round make one more. */
  kick(): void;
  /** No further rounds; resolves when the running one is over. */
  stop(): Promise<void>;
  readonly isRunning: boolean;
}

/** How long a round that failed waits before the next, in milliseconds. */
const failedRoundMs = 500;

/** Makes a pump over `round`, which resolves to true when there may be more to do at once. */
export function createPump(deps: {
  readonly name: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly round: () => Promise<boolean>;
}): Pump {
  let isRunning = false;
  let isKicked = false;
  let isStopped = false;
  let cancelRetry: Cancel | undefined;
  let stopped: (() => void) | undefined;

  async function run(): Promise<void> {
    while (isKicked && !isStopped) {
      isKicked = false;
      try {
        if (await deps.round()) isKicked = true;
      } catch (error) {
        deps.log.warn("pump.round-failed", { pump: deps.name, error: errorText(error) });
        cancelRetry?.();
        cancelRetry = deps.clock.after(failedRoundMs, kick);
        break;
      }
    }
    isRunning = false;
    stopped?.();
    if (isKicked && !isStopped) start();
  }

  function start(): void {
    isRunning = true;
    void run();
  }

  function kick(): void {
    isKicked = true;
    if (!isRunning && !isStopped) start();
  }

  return {
    kick,
    stop() {
      isStopped = true;
      cancelRetry?.();
      if (!isRunning) return Promise.resolve();
      return new Promise((resolve) => {
        stopped = resolve;
      });
    },
    get isRunning() {
      return isRunning;
    },
  };
}
