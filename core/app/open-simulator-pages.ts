import type { Variables } from "#core/config/environment.ts";
import { type Console, createConsole } from "#core/console/create-console.tsx";
import { createDoor } from "#core/console/door.tsx";
import { BotError } from "#core/lib/bot-error.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { Random } from "#core/model/ports/random.ts";
import type { LoadedBot } from "./load-bot.ts";
import { viewBot } from "./view-bot.ts";
import type { Wired } from "./wire.ts";

export interface SimulatorPagesDeps {
  readonly bot: LoadedBot;
  readonly wired: Wired;
  readonly variables: Variables;
  readonly publicUrl: string | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

export interface SimulatorPages {
  readonly pages: Console;
  readonly linkTo: (servedAt: string) => string;
}

/**
 * The simulator's pages of a bot in production, and the one link that leads in, given where the server
 * listens. Throws `SIMULATOR_UNUSED` and `SIMULATOR_BELOW_PATH`.
 */
export function openSimulatorPages(deps: SimulatorPagesDeps): SimulatorPages {
  const { bot, wired, variables, publicUrl } = deps;
  if (wired.simulators.size === 0) {
    throw new BotError("SIMULATOR_UNUSED", "no account of this bot is on a simulator", {
      hint: "Unset the variables of one, or leave --simulator away; sapa dev has a simulator always.",
    });
  }
  if (publicUrl !== undefined && new URL(publicUrl).pathname !== "/") {
    throw new BotError(
      "SIMULATOR_BELOW_PATH",
      `the simulator cannot be below a path, and SAPA_PUBLIC_URL is ${publicUrl}`,
      { hint: "Set it to an address without a path, or leave --simulator away." },
    );
  }
  const door = createDoor({ ...deps, isSecure: publicUrl?.startsWith("https:") === true });
  const runtime = {
    wired,
    ask: <Answer>(question: (of: Wired) => Promise<Answer>) => question(wired),
  };
  const view = viewBot({
    bot,
    runtime,
    variables,
    lastSave: () => ({ findings: [], files: [] }),
    // The simulated account's people may be known by real ones, such as by a broadcast to them.
    forgetsAnybody: false,
  });
  const { simulators } = wired;
  // The clock is the real one, and the bot has more to do than to be tried.
  const world = { opensAt: () => undefined };
  const pages = createConsole({ ...deps, bot: bot.config, simulators, view, world, door });
  return { pages, linkTo: (servedAt) => new URL(door.path, publicUrl ?? servedAt).href };
}
