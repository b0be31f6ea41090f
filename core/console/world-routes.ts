import { type Context, Hono } from "hono";
import { html } from "hono/html";
import { BotError } from "#core/lib/bot-error.ts";
import { hourMs } from "#core/lib/millis.ts";
import type { ChannelSimulator } from "#core/model/ports/simulator.ts";
import { answererNames, type BotView, type World } from "./bot-view.ts";
import { answerNotFound } from "./not-found-page.tsx";
import { languageOf } from "./page-language.ts";
import type { Phone } from "./phone/phone.ts";
import type { Phones } from "./phone/phones.ts";
import { type FaultName, faultNames, readFaults } from "./side/read-faults.ts";
import type { TimesIn } from "./time-texts.ts";
import { wordsOf } from "./words.ts";

export interface WorldRoutesDeps {
  readonly simulators: ReadonlyMap<string, ChannelSimulator>;
  readonly phones: Phones;
  /** Undefined: the bot is another program, whose timers nobody here knows. */
  readonly view: BotView | undefined;
  readonly world: World;
  readonly now: () => number;
  readonly timesIn: TimesIn;
  /** Called with the switches that are on. */
  readonly onFaults: (on: readonly FaultName[]) => void;
}

/** A moment is pushed past, not only up to: what is due at it must have come. */
const pastMs = 1_000;

/** The world around the bot: its clock, and what goes wrong in it. */
export function createWorldRoutes(deps: WorldRoutesDeps): Hono {
  const { simulators, phones, world, now, timesIn } = deps;
  const routes = new Hono();

  routes.onError((error, context) => {
    if (!(error instanceof BotError)) throw error;
    return tell(context, wordsOf(languageOf(context)).world.notUp(error.message));
  });
  routes.post("/clock", async (context) => {
    if (world.pushClock === undefined) return answerNotFound(context);
    const language = languageOf(context);
    const { world: words } = wordsOf(language);
    const { push } = await context.req.parseBody();
    const durationMs = await durationOf(push);
    if (durationMs === undefined) {
      return tell(context, push === "opening" ? words.isOpen : words.noTimer);
    }
    const before = countReceived(phones.list());
    await world.pushClock(durationMs);
    const came = countReceived(phones.list()) - before;
    return tell(context, words.pushed(timesIn(language).momentOf(now()), came));
  });
  routes.post("/restart", async (context) => {
    if (world.restart === undefined) return answerNotFound(context);
    await world.restart();
    return tell(context, wordsOf(languageOf(context)).world.restarted);
  });
  routes.post("/answerer", async (context) => {
    const { answerers } = world;
    const { answerer } = await context.req.parseBody();
    const name = answererNames.find((known) => known === answerer);
    if (answerers === undefined || name === undefined) return answerNotFound(context);
    const problem = await answerers.choose(name);
    const { answerer: words } = wordsOf(languageOf(context));
    return tell(context, problem === undefined ? words.chosen[name] : words.problems[problem]);
  });
  routes.post("/faults", async (context) => {
    const { fault } = await context.req.parseBody({ all: true });
    const wanted = [fault].flat().filter((name) => typeof name === "string");
    for (const simulator of simulators.values()) simulator.setFaults(readFaults(wanted));
    const on = faultNames.filter((name) => wanted.includes(name));
    world.setProvidersDown?.(on.includes("providerDown"));
    deps.onFaults(on);
    const words = wordsOf(languageOf(context));
    const meanings = on.map((name) => words.faultMeanings[name]);
    return tell(context, on.length === 0 ? words.world.faultsOff : meanings.join(" "));
  });
  return routes;

  async function durationOf(push: unknown): Promise<number | undefined> {
    if (push === "hour") return hourMs;
    if (push === "day") return 25 * hourMs;
    const at = push === "opening" ? world.opensAt() : await nextTimerAt(deps);
    return at === undefined ? undefined : Math.max(0, at - now()) + pastMs;
  }
}

/** One line on what was done, for its place in the page. */
function tell(context: Context, line: string): Response | Promise<Response> {
  return context.html(html`${line}`);
}

/** Messages that stand on phones and came from the bot. */
function countReceived(phones: readonly Phone[]): number {
  return phones.reduce((sum, { received }) => sum + received, 0);
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
