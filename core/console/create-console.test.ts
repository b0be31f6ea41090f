import { describe, expect, test } from "bun:test";
import { randomBytes } from "node:crypto";
import { hourMs, secondMs } from "#core/lib/millis.ts";
import type { Log } from "#core/model/ports/log.ts";
import { VirtualClock } from "#core/plugin/testing/virtual-clock.ts";
import type { BotView } from "./bot-view.ts";
import { createConsole } from "./create-console.tsx";
import { createDoor } from "./door.tsx";
import { createShower } from "./testing/create-shower.ts";

const home = "http://127.0.0.1/simulator";

interface PostInit {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | URLSearchParams | ReadableStream<Uint8Array>;
}

/** The pages of a bot that knows nobody, behind a door as in production, or without one. */
function open({ isBehindDoor = true, forgetsAnybody = false, isBroken = false } = {}) {
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
    liveRuns: () => (isBroken ? Promise.reject(new Error("no rows")) : Promise.resolve([])),
    person: () => Promise.resolve(undefined),
    forgetsAnybody,
    forget(_account, { name }) {
      forgotten.push(name);
      return Promise.resolve(true);
    },
    makeTest: () => (isBroken ? Promise.reject(new Error("no rows")) : Promise.resolve(undefined)),
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

const broken = {
  headers: { "content-type": "multipart/form-data; boundary=a" },
  body: "--a\r\nbroken",
};

describe("a request that cannot be served", () => {
  test("is a wrong link to the door if its form is broken", async () => {
    const { post, errors } = open();
    const refused = await post("/enter", broken);
    expect(refused.status).toBe(403);
    expect(await refused.text()).toContain("This link opens nothing");
    expect(errors).toEqual([]);
  });

  test("is not read beyond 4 kB before somebody is in, however it comes", async () => {
    const { post } = open();
    const large = "x".repeat(5_000);
    const body = new URLSearchParams({ key: large });
    expect((await post("/enter", { body })).status).toBe(413);
    let pulls = 0;
    const stream = () =>
      new ReadableStream<Uint8Array>({
        pull(controller) {
          pulls += 1;
          controller.enqueue(new TextEncoder().encode(large));
          if (pulls > 100) controller.close();
        },
      });
    expect((await post("/enter", { body: stream() })).status).toBe(413);
    expect(pulls).toBeLessThan(5);
    pulls = 0;
    expect((await post("/phones", { body: stream() })).status).toBe(403);
    expect(pulls).toBeLessThan(5);
  });

  test("is answered in a sentence inside, too", async () => {
    const { post, enter, errors } = open();
    const { cookie } = await enter();
    const headers = { ...broken.headers, cookie };
    const refused = await post("/phones", { ...broken, headers });
    expect([refused.status, await refused.text()]).toEqual([
      400,
      "This form cannot be read. Go back and send it again.",
    ]);
    expect(errors).toEqual([]);
  });

  test("is told by the log alone where the mistake is ours", async () => {
    const { post, errors } = open({ isBehindDoor: false, isBroken: true });
    const failed = await post("/phones/p1/test");
    expect([failed.status, await failed.text()]).toEqual([
      500,
      "This did not work. The log of the bot says why.",
    ]);
    expect(errors).toEqual(["console.failed no rows"]);
  });

  test("says what to do where it came by a name that is not ours", async () => {
    const say = async (isBehindDoor: boolean) => {
      const refused = await open({ isBehindDoor }).pages.app.request(
        "http://evil.example/simulator",
      );
      expect(refused.status).toBe(421);
      return await refused.text();
    };
    expect(await say(true)).toContain("Set SAPA_PUBLIC_URL to the address that you open");
    expect(await say(false)).toContain("localhost");
  });
});

test("a page that is still open gets nothing more when its session ends", async () => {
  const { clock, pages, enter } = open();
  const headers = await enter();
  await clock.advance(8 * hourMs - 2 * secondMs);
  const { body } = await pages.app.request(`${home}/phones/p1/updates`, { headers });
  const reader = body?.getReader();
  expect((await reader?.read())?.done).toBe(false);
  await clock.advance(secondMs);
  expect(pages.watching).toBe(1);
  await clock.advance(secondMs);
  expect(pages.watching).toBe(0);
  while ((await reader?.read())?.done === false);
  // Whoever looks for news finds that nobody waits for them.
  await clock.advance(secondMs);
  expect(clock.pending).toBe(0);
});

test("pages that are stopped leave no timer behind", async () => {
  const { clock, pages, enter } = open();
  await enter();
  pages.stop();
  expect(clock.pending).toBe(0);
});

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

test("moments are written as the language of the page writes them", async () => {
  const { pages, show } = open({ isBehindDoor: false });
  show({ name: "Sari", phone: "6281200000001", userId: "ID.10000000000000000001" });
  const look = async (path: string) => await (await pages.app.request(home + path)).text();
  // 07:00 in Jakarta, where the bot is.
  expect(await look("/phones/p1?language=en")).toContain(">07:00</time>");
  expect(await look("/phones/p1?language=id")).toContain(">07.00</time>");
  expect(await look("/phones/p1/transcript?language=id")).toContain("Jan 1970, 07.00");
  const reader = (
    await pages.app.request(`${home}/phones/p1/updates?language=id`)
  ).body?.getReader();
  const missed = new TextDecoder().decode((await reader?.read())?.value);
  expect(missed).toContain(">07.00</time>");
  pages.stop();
});
