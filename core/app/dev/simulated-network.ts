import { keptMessages, type ReadyAccount } from "#core/app/open-channel.ts";
import type { AccountId } from "#core/lib/ids.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { WebhookRequest } from "#core/model/ports/channel.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Net } from "#core/model/ports/net.ts";
import type { Random } from "#core/model/ports/random.ts";
import type { ChannelSimulator, WebhookSink } from "#core/model/ports/simulator.ts";
import { noteTasks } from "./noted-clock.ts";

/** The simulators of a bot, with their people: they outlive the bot that speaks to them. */
export interface SimulatedNetwork {
  /** The account's simulator for a bot that goes up: webhooks go to `deliver` from here on. */
  connect(ready: ReadyAccount, deliver: WebhookSink): ChannelSimulator | undefined;
  /** The bot is down: its webhooks are not answered, and what it had asked is not either. */
  cut(): void;
  /** Webhooks that the bot has and has not answered. */
  readonly delivering: number;
  /** When a receipt or a webhook of a simulator is due next; undefined: none is. */
  nextDueAt(): Millis | undefined;
}

/** `world` is where the network lives: its clock and chance, not those of one life of the bot. */
export function createSimulatedNetwork(world: {
  readonly clock: Clock;
  readonly random: Random;
}): SimulatedNetwork {
  const simulators = new Map<AccountId, ChannelSimulator>();
  const sinks = new Map<AccountId, WebhookSink>();
  /** Ends the wait for an answer; one for each webhook under way. */
  const waits = new Set<(status: number | undefined) => void>();
  const clock = noteTasks(world.clock);
  let lives = 0;

  async function deliver(account: AccountId, webhook: WebhookRequest) {
    const sink = sinks.get(account);
    if (sink === undefined) return undefined;
    const { promise, resolve } = Promise.withResolvers<number | undefined>();
    waits.add(resolve);
    sink(webhook).then(resolve, () => resolve(undefined));
    const status = await promise;
    waits.delete(resolve);
    return status;
  }

  function make({ account, plugin }: ReadyAccount): ChannelSimulator | undefined {
    const { random } = world;
    const sink: WebhookSink = (webhook) => deliver(account, webhook);
    return plugin.simulate?.({ clock, random, deliver: sink, keepMessages: keptMessages });
  }

  return {
    connect(ready, sink) {
      const { account } = ready;
      const simulator = simulators.get(account) ?? make(ready);
      if (simulator === undefined) return undefined;
      simulators.set(account, simulator);
      sinks.set(account, sink);
      const life = lives;
      return { ...simulator, net: netWhile(() => life === lives, simulator.net) };
    },
    cut() {
      lives += 1;
      sinks.clear();
      for (const giveUp of waits) giveUp(undefined);
    },
    nextDueAt: () => clock.nextDueAt(),
    get delivering() {
      return waits.size;
    },
  };
}

/** What is asked has its effect; the answer comes only to who is still there. */
function netWhile(isThere: () => boolean, net: Net): Net {
  return {
    async request(request) {
      const reply = await net.request(request);
      return isThere() ? reply : await new Promise<never>(() => undefined);
    },
  };
}
