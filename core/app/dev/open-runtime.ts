import { createLife, type Life } from "#core/app/life.ts";
import { type Wired, type WireOptions, wireBot } from "#core/app/wire.ts";
import type { Program } from "#core/flow/program.ts";
import { BotError, errorText } from "#core/lib/bot-error.ts";
import type { SimulatedNetwork } from "./simulated-network.ts";

/** A bot that can be killed and started again in one process, beside simulators that stay. */
export interface Runtime {
  /** The bot as it is in its present life. */
  readonly wired: Wired;
  /** False between a kill and the end of the start after it, and where that failed. */
  readonly isUp: boolean;
  /** Why the start after a kill failed, until another does not. */
  readonly failure: BotError | undefined;
  /**
   * Asks something of the bot; waits for one that is starting, and holds a restart back meanwhile. Throws
   * `failure` where there is one.
   */
  ask<Answer>(question: (wired: Wired) => Promise<Answer>): Promise<Answer>;
  /**
   * Kills the bot as `kill -9` does and starts it on what was durable; resolves when it is at work.
   * New conversations begin on the flows that were active. Throws `failure` if it cannot be started; then
   * it stays down, and this may be tried again.
   */
  restart(): Promise<void>;
  /** Ends a restart under way and drains the bot, if it is up. */
  drain(): Promise<void>;
  /** Likewise for its end. */
  close(): Promise<void>;
}

interface Living {
  readonly life: Life;
  readonly wired: Wired;
}

/**
 * Puts the bot together; nothing works before the first `wired.start()`. `tellFailure` is told why a bot that
 * was killed cannot be started again.
 */
export async function openRuntime(
  options: Omit<WireOptions, "connect">,
  network: SimulatedNetwork,
  tellFailure: (error: unknown) => void,
): Promise<Runtime> {
  let current = await beginLife(options, network, options.bot.programs);
  let restarting: Promise<void> | undefined;
  let failure: BotError | undefined;
  let asked = 0;
  let onAnswered: (() => void) | undefined;

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
    const programs = [...current.wired.flows.set.values()].map(({ program }) => program);
    network.cut();
    kill(current);
    try {
      current = await beginLife(options, network, programs);
      await current.wired.start();
      failure = undefined;
    } catch (error) {
      kill(current);
      failure = new BotError("DEV_BOT_DOWN", reasonOf(error), { cause: error });
      tellFailure(error);
      throw failure;
    }
  }

  async function untilSettled(): Promise<void> {
    // Who asked for the restart is told of its failure.
    while (restarting !== undefined) await restarting.catch(() => undefined);
  }

  return {
    get wired() {
      return current.wired;
    },
    get isUp() {
      return current.life.isAlive && restarting === undefined;
    },
    get failure() {
      return failure;
    },
    async ask(question) {
      await untilSettled();
      if (failure !== undefined) throw failure;
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
    async drain() {
      await untilSettled();
      // What is killed answers nothing, and would be waited for.
      if (current.life.isAlive) await current.wired.drain();
    },
    async close() {
      await untilSettled();
      if (current.life.isAlive) await current.wired.close();
    },
  };
}

/** The bot in a new life, on what was durable. */
async function beginLife(
  options: Omit<WireOptions, "connect">,
  network: SimulatedNetwork,
  programs: readonly Program[],
): Promise<Living> {
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

/** Once at most: what is dead has let go of everything. */
function kill({ life, wired }: Living): void {
  if (!life.isAlive) return;
  life.end();
  wired.abandon();
}

function reasonOf(error: unknown): string {
  if (!(error instanceof BotError)) return `${errorText(error)}.`;
  return [`${error.message}.`, ...(error.hint === undefined ? [] : [error.hint])].join(" ");
}
