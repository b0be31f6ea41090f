import { createLife } from "#core/app/life.ts";
import { type Wired, type WireOptions, wireBot } from "#core/app/wire.ts";
import type { Program } from "#core/flow/program.ts";
import type { SimulatedNetwork } from "./simulated-network.ts";

/** A bot that can be killed and started again in one process, beside simulators that stay. */
export interface Runtime {
  /** The bot as it is in its present life. */
  readonly wired: Wired;
  /** False between a kill and the end of the start after it. */
  readonly isUp: boolean;
  /** Asks something of the bot; waits for one that is starting, and holds a restart back meanwhile. */
  ask<Answer>(question: (wired: Wired) => Promise<Answer>): Promise<Answer>;
  /**
   * Kills the bot as `kill -9` does and starts it on what was durable; resolves when it is at work.
   * New conversations begin on the flows that were active.
   */
  restart(): Promise<void>;
}

/** Puts the bot together; nothing works before the first `wired.start()`. */
export async function openRuntime(
  options: Omit<WireOptions, "connect">,
  network: SimulatedNetwork,
): Promise<Runtime> {
  let current = await begin(options.bot.programs);
  let restarting: Promise<void> | undefined;
  let asked = 0;
  let onAnswered: (() => void) | undefined;

  async function begin(programs: readonly Program[]) {
    const life = createLife();
    const wired = await wireBot({
      ...options,
      bot: { ...options.bot, programs },
      clock: life.clock(options.clock),
      net: life.net(options.net),
      wrapStore: (store) => life.store(options.wrapStore?.(store) ?? store),
      connect: (ready, deliver) => network.connect(ready, deliver),
    });
    return { life, wired };
  }

  /** What pages have asked is no part of the bot: it is answered first. */
  async function untilAnswered(): Promise<void> {
    if (asked === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    onAnswered = resolve;
    await promise;
    onAnswered = undefined;
  }

  async function killAndBegin(): Promise<void> {
    await untilAnswered();
    const { life, wired } = current;
    const programs = [...wired.flows.set.values()].map(({ program }) => program);
    network.cut();
    life.end();
    wired.abandon();
    current = await begin(programs);
    await current.wired.start();
  }

  return {
    get wired() {
      return current.wired;
    },
    get isUp() {
      return current.life.isAlive && restarting === undefined;
    },
    async ask(question) {
      while (restarting !== undefined) await restarting;
      asked += 1;
      try {
        return await question(current.wired);
      } finally {
        asked -= 1;
        if (asked === 0) onAnswered?.();
      }
    },
    restart() {
      restarting ??= killAndBegin().finally(() => {
        restarting = undefined;
      });
      return restarting;
    },
  };
}
