/** @jsxImportSource hono/jsx */
import type { Hono } from "hono";
import type { Clock } from "#core/model/ports/clock.ts";
import type { ChannelSimulator } from "#core/model/ports/simulator.ts";
import { type AppDeps, beginApp } from "./begin-app.ts";
import type { Beside } from "./beside.ts";
import type { BotView, World } from "./bot-view.ts";
import { createHub } from "./hub.ts";
import { createKeepRoutes } from "./keep-routes.tsx";
import type { OtherBot } from "./other-bot/other-bot.ts";
import { createOtherRoutes } from "./other-bot/other-routes.ts";
import { createOtherSide, type OtherSideDeps } from "./other-bot/other-side.tsx";
import { Bubble } from "./phone/bubble.tsx";
import { createPhoneRoutes } from "./phone/phone-routes.tsx";
import { createPhones, type PhonesDeps } from "./phone/phones.ts";
import { createFlowDrawings } from "./side/draw-flow.ts";
import { createOwnSide, type OwnSideDeps } from "./side/own-side.tsx";
import type { FaultName } from "./side/read-faults.ts";
import { createTeller } from "./side/teller.ts";
import { createTimeTexts } from "./time-texts.ts";
import { partial, toHtml } from "./to-html.ts";
import { languages, wordsOf } from "./words.ts";
import { createWorldRoutes } from "./world-routes.ts";

/** A bot of our own, which pages can look into. */
interface OwnSubject {
  readonly view: BotView;
  readonly world: World;
}

/** A bot that is another program: the world is its network alone. */
interface OtherSubject {
  readonly otherBot: OtherBot;
  readonly world: Required<Pick<World, "pushClock">>;
}

export type ConsoleDeps = ConsoleBase & (OwnSubject | OtherSubject);

interface ConsoleBase extends AppDeps {
  readonly bot: { readonly name: string; readonly timeZone: string };
  /** Accounts that speak to a simulator, by name. */
  readonly simulators: ReadonlyMap<string, ChannelSimulator>;
  /** The world's clock. */
  readonly clock: Clock;
}

/** Pages and what they need, until they are stopped. */
export interface Console {
  readonly app: Hono;
  /** Streams that are open. */
  readonly watching: number;
  stop(): void;
}

/** The simulator's pages, below `/simulator`. */
export function createConsole(deps: ConsoleDeps): Console {
  const { bot, simulators, clock, log } = deps;
  const hub = createHub(clock);
  const timesIn = createTimeTexts(bot.timeZone);
  const phones = createPhones({ simulators, clock, onChange: tellChange });

  function tellChange(...[phone, entry, isNew]: Change): void {
    const target = isNew ? "#chat" : `#entry-${entry.id}`;
    const swap = isNew ? "beforeend" : "outerHTML";
    for (const language of languages) {
      const words = wordsOf(language);
      const { timeOf } = timesIn(language);
      const bubble = toHtml(<Bubble phone={phone} entry={entry} words={words} timeOf={timeOf} />);
      hub.tell(`${phone.id} ${language}`, partial(target, swap, bubble));
    }
  }

  const app = beginApp(deps);
  deps.door?.onEnd(() => hub.stop());
  const now = () => clock.now();
  const teller = createTeller({ hub, clock, log });
  let faults: readonly FaultName[] = [];
  const onFaults = (on: readonly FaultName[]) => {
    faults = on;
  };
  const shown = { timesIn, now, faults: () => faults };
  const { beside, view, world } = openSubject(deps, shown);
  app.route("/", createPhoneRoutes({ bot, phones, hub, timesIn, beside, teller }));
  app.route("/phones/:phone", createKeepRoutes({ bot, phones, view, timesIn }));
  app.route(
    "/world",
    createWorldRoutes({ simulators, phones, view, world, now, timesIn, onFaults }),
  );
  if ("otherBot" in deps) app.route("/bot", createOtherRoutes(deps.otherBot));

  return {
    app,
    get watching() {
      return hub.watching;
    },
    stop() {
      teller.stop();
      phones.stop();
      hub.stop();
      deps.door?.stop();
    },
  };
}

type Shown = Omit<OwnSideDeps, "view" | "world" | "drawings"> & Omit<OtherSideDeps, "bot">;

/** What can be known of the bot and done to its world, by whose it is. */
function openSubject(
  deps: ConsoleDeps,
  shown: Shown,
): { readonly beside: Beside; readonly view: BotView | undefined; readonly world: World } {
  if ("otherBot" in deps) {
    return {
      beside: createOtherSide({ ...shown, bot: deps.otherBot }),
      view: undefined,
      world: { pushClock: (ms) => deps.world.pushClock(ms), opensAt: () => undefined },
    };
  }
  const { view, world } = deps;
  return {
    beside: createOwnSide({ ...shown, view, world, drawings: createFlowDrawings() }),
    view,
    world,
  };
}

type Change = Parameters<PhonesDeps["onChange"]>;
