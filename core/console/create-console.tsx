/** @jsxImportSource hono/jsx */
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { csrf } from "hono/csrf";
import { secureHeaders } from "hono/secure-headers";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { ChannelSimulator } from "#core/model/ports/simulator.ts";
import { findAsset } from "./assets.ts";
import type { Beside } from "./beside.ts";
import type { BotView, World } from "./bot-view.ts";
import type { Door } from "./door.tsx";
import { createHub } from "./hub.ts";
import { createKeepRoutes } from "./keep-routes.tsx";
import { answerNotFound } from "./not-found-page.tsx";
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

interface ConsoleBase {
  readonly bot: { readonly name: string; readonly timeZone: string };
  /** Accounts that speak to a simulator, by name. */
  readonly simulators: ReadonlyMap<string, ChannelSimulator>;
  /** The world's clock. */
  readonly clock: Clock;
  readonly log: Log;
  /** The way in; without it everybody on this machine is in. */
  readonly door?: Door | undefined;
  /** Where the world reaches these pages, if it does. */
  readonly publicUrl?: string | undefined;
}

/** Pages and what they need, until they are stopped. */
export interface Console {
  readonly app: Hono;
  /** Streams that are open. */
  readonly watching: number;
  stop(): void;
}

/** Nothing but our own files: no inline script or style, no frame, no other host. */
const contentSecurityPolicy = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'"],
  mediaSrc: ["'self'"],
  connectSrc: ["'self'"],
  formAction: ["'self'"],
  baseUri: ["'none'"],
  frameAncestors: ["'none'"],
};
/** Forms with a file are larger than all others. */
const maxFormBytes = 16 * 1_048_576;

/** Addresses in numbers and this machine's own name: no other name can be pointed at them. */
function isOwnHost(url: string, publicUrl: string | undefined): boolean {
  const { hostname, host } = new URL(url);
  if (publicUrl !== undefined && host === new URL(publicUrl).host) return true;
  return hostname === "localhost" || hostname.startsWith("[") || /^[\d.]+$/.test(hostname);
}

/** A proxy in front takes TLS away: then the origin is the public address. */
function isSameOrigin(origin: string, url: string, publicUrl: string | undefined): boolean {
  const own = [url, ...(publicUrl === undefined ? [] : [publicUrl])];
  return own.some((address) => new URL(address).origin === origin);
}

/** The simulator's pages, below `/simulator`. */
export function createConsole(deps: ConsoleDeps): Console {
  const { bot, simulators, clock, log } = deps;
  const hub = createHub(clock);
  const hours = new Intl.DateTimeFormat("en-GB", {
    timeZone: bot.timeZone,
    hour: "2-digit",
    minute: "2-digit",
  });
  const timeOf = (at: number) => hours.format(at);
  const phones = createPhones({ simulators, clock, onChange: tellChange });

  function tellChange(...[phone, entry, isNew]: Change): void {
    const target = isNew ? "#chat" : `#entry-${entry.id}`;
    const swap = isNew ? "beforeend" : "outerHTML";
    for (const language of languages) {
      const words = wordsOf(language);
      const bubble = toHtml(<Bubble phone={phone} entry={entry} words={words} timeOf={timeOf} />);
      hub.tell(`${phone.id} ${language}`, partial(target, swap, bubble));
    }
  }

  const app = new Hono().basePath("/simulator");
  app.use(
    secureHeaders({
      contentSecurityPolicy,
      referrerPolicy: "no-referrer",
      // Whether there is TLS is for the proxy in front to say.
      strictTransportSecurity: false,
    }),
  );
  app.use(async (context, next) => {
    // A name that somebody else points at this machine brings their pages in.
    if (!isOwnHost(context.req.url, deps.publicUrl))
      return context.text("this name is not ours", 421);
    return await next();
  });
  app.use(csrf({ origin: (origin, { req }) => isSameOrigin(origin, req.url, deps.publicUrl) }));
  app.use(bodyLimit({ maxSize: maxFormBytes }));
  app.get("/assets/:name", async (context) => {
    const asset = await findAsset(context.req.param("name"));
    if (asset === undefined) return answerNotFound(context);
    const headers = { "content-type": asset.type, "cache-control": "no-cache" };
    return context.body(asset.bytes, 200, headers);
  });
  if (deps.door !== undefined) app.route("/", deps.door.routes).use(deps.door.guard);
  const moments = new Intl.DateTimeFormat("en-GB", {
    timeZone: bot.timeZone,
    dateStyle: "medium",
    timeStyle: "short",
  });
  const momentOf = (at: number) => moments.format(at);
  const now = () => clock.now();
  const teller = createTeller({ hub, clock, log });
  let faults: readonly FaultName[] = [];
  const onFaults = (on: readonly FaultName[]) => {
    faults = on;
  };
  const shown = { momentOf, timeOf, now, faults: () => faults };
  const { beside, view, world } = openSubject(deps, shown);
  app.route("/", createPhoneRoutes({ bot, phones, hub, timeOf, beside, teller }));
  app.route("/phones/:phone", createKeepRoutes({ bot, phones, view, momentOf }));
  app.route(
    "/world",
    createWorldRoutes({ simulators, phones, view, world, now, momentOf, onFaults }),
  );
  if ("otherBot" in deps) app.route("/bot", createOtherRoutes(deps.otherBot));
  app.notFound(answerNotFound);

  return {
    app,
    get watching() {
      return hub.watching;
    },
    stop() {
      teller.stop();
      phones.stop();
      hub.stop();
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
