import { Hono } from "hono";
import { hourMs } from "#core/lib/millis.ts";
import type { ChannelSimulator } from "#core/model/ports/simulator.ts";
import type { BotView, World } from "./bot-view.ts";
import type { Phones } from "./phone/phones.ts";
import { type FaultName, faultNames, readFaults } from "./side/read-faults.ts";

export interface WorldRoutesDeps {
  readonly simulators: ReadonlyMap<string, ChannelSimulator>;
  readonly phones: Phones;
  /** Undefined: the bot is another program, whose timers nobody here knows. */
  readonly view: BotView | undefined;
  readonly world: World;
  readonly now: () => number;
  /** Called with the switches that are on. */
  readonly onFaults: (on: readonly FaultName[]) => void;
}

/** A moment is pushed past, not only up to: what is due at it must have come. */
const pastMs = 1_000;

/** The world around the bot: its clock, and what goes wrong in it. */
export function createWorldRoutes(deps: WorldRoutesDeps): Hono {
  const { simulators, world, now } = deps;
  const routes = new Hono();

  routes.post("/clock", async (context) => {
    const { push } = await context.req.parseBody();
    const durationMs = await durationOf(push);
    if (durationMs === undefined) return context.text("there is no such moment", 409);
    world.pushClock(durationMs);
    return context.body(null, 204);
  });
  routes.post("/faults", async (context) => {
    const { fault } = await context.req.parseBody({ all: true });
    const wanted = [fault].flat().filter((name) => typeof name === "string");
    for (const simulator of simulators.values()) simulator.setFaults(readFaults(wanted));
    deps.onFaults(faultNames.filter((name) => wanted.includes(name)));
    return context.body(null, 204);
  });
  return routes;

  async function durationOf(push: unknown): Promise<number | undefined> {
    if (push === "hour") return hourMs;
    if (push === "day") return 25 * hourMs;
    const at = push === "opening" ? world.opensAt() : await nextTimerAt(deps);
    return at === undefined ? undefined : Math.max(0, at - now()) + pastMs;
  }
}

/** When the next timer of anybody with a phone here is due. */
async function nextTimerAt({ phones, view }: WorldRoutesDeps): Promise<number | undefined> {
  if (view === undefined) return undefined;
  const people = await Promise.all(
    phones.list().map(({ account, person }) => view.person(account, person)),
  );
  const dues = people.flatMap((one) => (one?.runs ?? []).flatMap(({ wait }) => wait?.dueAt ?? []));
  return dues.length === 0 ? undefined : Math.min(...dues);
}
