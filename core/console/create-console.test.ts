import { describe, expect, test } from "bun:test";
import { randomBytes } from "node:crypto";
import { toMillis } from "#core/lib/millis.ts";
import type { Log } from "#core/model/ports/log.ts";
import type {
  ChannelSimulator,
  ShownMessage,
  SimulatedPerson,
} from "#core/model/ports/simulator.ts";
import { VirtualClock } from "#core/plugin/testing/virtual-clock.ts";
import type { BotView } from "./bot-view.ts";
import { createConsole } from "./create-console.tsx";
import { createDoor } from "./door.tsx";

const home = "http://127.0.0.1/simulator";

interface PostInit {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | URLSearchParams | ReadableStream<Uint8Array>;
}

/** The pages of a bot that knows nobody, behind a door as in production, or without one. */
function open({ isBehindDoor = true, forgetsAnybody = false } = {}) {
  const clock = new VirtualClock(0);
  const random = { bytes: (count: number) => randomBytes(count), fraction: () => 0.5 };
  const door = isBehindDoor ? createDoor({ clock, random, isSecure: false }) : undefined;
  const errors: string[] = [];
  const ignore = () => undefined;
  const log: Log = {
    debug: ignore,
    info: ignore,
    warn: ignore,
    error: (event, fields) => void errors.push(`${event} ${fields?.["error"] ?? ""}`),
    child: () => log,
  };
  const forgotten: string[] = [];
  const view: BotView = {
    flows: () => [],
    lastSave: () => ({ findings: [], files: [] }),
    liveRuns: () => Promise.resolve([]),
    person: () => Promise.resolve(undefined),
    forgetsAnybody,
    forget(_account, { name }) {
      forgotten.push(name);
      return Promise.resolve(true);
    },
    makeTest: () => Promise.resolve(undefined),
  };
  const { simulator, show } = createShower();
  const pages = createConsole({
    bot: { name: "Shop", timeZone: "Asia/Jakarta" },
    simulators: new Map([["shop", simulator]]),
    view,
    world: { opensAt: () => undefined },
    door,
    clock,
    log,
  });
  const post = (path: string, init: PostInit = {}) => {
    const headers = { origin: "http://127.0.0.1", ...init.headers };
    return pages.app.request(home + path, { method: "POST", ...init, headers });
  };
  /** Comes in by the link; headers of whoever is in. */
  const enter = async () => {
    const key = new URL(door?.path ?? "", home).searchParams.get("key") ?? "";
    const entered = await post("/enter", { body: new URLSearchParams({ key }) });
    return { cookie: entered.headers.get("set-cookie")?.split(";")[0] ?? "" };
  };
  return { clock, pages, errors, forgotten, show, post, enter };
}

/** A network that shows what `show` is handed. */
function createShower() {
  let listener: (message: ShownMessage) => void = () => undefined;
  const simulator: ChannelSimulator = {
    settings: {},
    net: { request: () => Promise.reject(new Error("nothing is sent")) },
    act: () => Promise.resolve(),
    redeliver: () => Promise.resolve(),
    shown: () => [],
    onShown(told) {
      listener = told;
      return () => undefined;
    },
    setFaults: () => undefined,
    approve: () => undefined,
    isBusy: () => false,
    serve: () => ({ url: "http://127.0.0.1", stop: () => Promise.resolve() }),
  };
  const show = (person: SimulatedPerson) =>
    listener({ vendorId: "v1", person, at: toMillis(0), text: "hi", options: [], body: {} });
  return { simulator, show };
}

describe("starting over", () => {
  const real = { name: "Real", phone: "628111234567" };

  test("in production is for phones that were made on the page", async () => {
    const { show, post, enter, forgotten } = open();
    show(real);
    const headers = await enter();
    const refused = await post("/phones/p2/restart", { headers });
    expect(refused.status).toBe(409);
    expect(await refused.text()).toContain("this may be a real person");
    expect((await post("/phones/p1/restart", { headers })).status).toBe(303);
    expect(forgotten).toEqual(["Sari"]);
  });

  test("is for everybody where people are made up", async () => {
    const { show, post, forgotten } = open({ isBehindDoor: false, forgetsAnybody: true });
    show(real);
    expect((await post("/phones/p2/restart")).status).toBe(303);
    expect(forgotten).toEqual(["Real"]);
  });
});
