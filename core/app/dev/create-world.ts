import type { ShiftingClock } from "#core/app/chat/shifting-clock.ts";
import type { LoadedBot } from "#core/app/load-bot.ts";
import { createOpenAt } from "#core/config/opening-hours.ts";
import type { World } from "#core/console/bot-view.ts";
import { dayMs, type Millis, minuteMs, toMillis } from "#core/lib/millis.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Answerers } from "./create-answerers.ts";
import type { Outage } from "./create-outage.ts";
import type { Runtime } from "./open-runtime.ts";
import { pushClock } from "./push-clock.ts";
import type { SimulatedNetwork } from "./simulated-network.ts";

export interface WorldDeps {
  readonly bot: Pick<LoadedBot, "config" | "providers">;
  readonly runtime: Runtime;
  readonly network: Pick<SimulatedNetwork, "delivering" | "nextDueAt">;
  readonly outage: Pick<Outage, "setDown">;
  readonly answerers: Answerers;
  /** The world's, which the bot runs on. */
  readonly clock: ShiftingClock;
  /** The machine's, for waiting. */
  readonly machine: Clock;
}

/** A bot opens within so long, or not at all. */
const farMs = 14 * dayMs;

/** The world around a bot on simulators. Its acts happen one after the other, each to its end. */
export function createWorld(deps: WorldDeps): World {
  const { bot, runtime, network, outage, answerers, clock, machine } = deps;
  let last: Promise<unknown> = Promise.resolve();

  function inTurn<Result>(act: () => Promise<Result>): Promise<Result> {
    const done = last.then(act);
    last = done.catch(() => undefined);
    return done;
  }

  /** Providers are made when the bot starts. */
  function restartingWith(): NonNullable<World["answerers"]> {
    return {
      get chosen() {
        return answerers.chosen;
      },
      choose: (name) =>
        inTurn(async () => {
          const problem = await answerers.choose(name);
          if (problem === undefined) await runtime.restart();
          return problem;
        }),
    };
  }

  return {
    pushClock: (durationMs) =>
      inTurn(() =>
        runtime.ask(({ engine, store }) => {
          const isBusy = () => network.delivering > 0 || !engine.isIdle();
          const nextDueAt = async () =>
            earliest(await store.nextDueAt(toMillis(0)), network.nextDueAt());
          return pushClock({ clock, machine, isBusy, nextDueAt }, durationMs);
        }),
      ),
    restart: () => inTurn(() => runtime.restart()),
    ...(bot.providers.length === 0 ? {} : { answerers: restartingWith() }),
    setProvidersDown: (isDown) => outage.setDown(isDown),
    opensAt() {
      const { hours, timeZone } = bot.config;
      if (hours === undefined) return undefined;
      const isOpenAt = createOpenAt(hours, timeZone);
      const now = clock.now();
      if (isOpenAt(now)) return undefined;
      const first = Math.ceil(now / minuteMs) * minuteMs;
      for (let at = first; at < now + farMs; at += minuteMs) if (isOpenAt(at)) return at;
      return undefined;
    },
  };
}

function earliest(a: Millis | undefined, b: Millis | undefined): Millis | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a < b ? a : b;
}
