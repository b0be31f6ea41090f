import { describe, expect, test } from "bun:test";
import { randomBytes } from "node:crypto";
import { Hono } from "hono";
import { hourMs, minuteMs } from "#core/lib/millis.ts";
import { VirtualClock } from "#core/plugin/testing/virtual-clock.ts";
import { createDoor } from "./door.tsx";

function open(isSecure = false) {
  const clock = new VirtualClock(0);
  const random = { bytes: (count: number) => randomBytes(count), fraction: () => 0.5 };
  const door = createDoor({ clock, random, isSecure });
  const app = new Hono().basePath("/simulator");
  app.route("/", door.routes).use(door.guard);
  app.get("/", (context) => context.text("inside"));
  const key = new URL(door.path, "http://here").searchParams.get("key") ?? "";
  const enter = (given: string) =>
    app.request("/simulator/enter", { method: "POST", body: new URLSearchParams({ key: given }) });
  const look = (cookie?: string) =>
    app.request("/simulator", cookie === undefined ? {} : { headers: { cookie } });
  return { clock, app, door, key, enter, look };
}

const cookieOf = (response: Response) => response.headers.get("set-cookie")?.split(";")[0];

describe("the door of the simulator", () => {
  test("lets in who uses the link, by a cookie that no script and no other site gets", async () => {
    const { app, door, key, enter, look } = open();
    // A program that previews links uses nothing up.
    for (const _ of [1, 2]) expect((await app.request(door.path)).status).toBe(200);
    const entered = await enter(key);
    expect([entered.status, entered.headers.get("location")]).toEqual([303, "/simulator"]);
    const cookie = entered.headers.get("set-cookie") ?? "";
    for (const part of ["HttpOnly", "SameSite=Strict", "Path=/simulator", "Max-Age=28800"]) {
      expect(cookie).toContain(part);
    }
    expect(cookie).not.toContain("Secure");
    expect(cookie).not.toContain(key);
    expect(await (await look(cookieOf(entered))).text()).toBe("inside");
  });

  test("opens once, and for nobody else", async () => {
    const { app, door, key, enter, look } = open();
    const wrong = `${key.slice(0, -2)}zz`;
    for (const given of ["", "x", wrong]) {
      const refused = await enter(given);
      expect(refused.status).toBe(403);
      expect(await refused.text()).toContain("This link opens nothing");
    }
    const first = await enter(key);
    for (const again of [await enter(key), await app.request(door.path)]) {
      expect([again.status, again.headers.get("set-cookie")]).toEqual([403, null]);
    }
    for (const cookie of [undefined, "sapa_simulator=", "sapa_simulator=x"]) {
      const refused = await look(cookie);
      expect(refused.status).toBe(403);
      expect(await refused.text()).toContain("its simulator opens by the link");
    }
    expect((await look(cookieOf(first))).status).toBe(200);
  });

  test("is shut 15 minutes later, and who is in is out after 8 hours", async () => {
    const late = open();
    await late.clock.advance(15 * minuteMs);
    expect((await late.enter(late.key)).status).toBe(403);
    const { clock, key, enter, look } = open();
    const cookie = cookieOf(await enter(key));
    await clock.advance(8 * hourMs - 1);
    expect((await look(cookie)).status).toBe(200);
    await clock.advance(1);
    expect((await look(cookie)).status).toBe(403);
  });

  test("tells when a session ends, unless it was stopped before", async () => {
    const { clock, door, key, enter } = open();
    let ends = 0;
    door.onEnd(() => {
      ends += 1;
    });
    await enter(key);
    await clock.advance(8 * hourMs - 1);
    expect(ends).toBe(0);
    await clock.advance(1);
    expect(ends).toBe(1);
    const stopped = open();
    stopped.door.onEnd(() => {
      ends += 1;
    });
    await stopped.enter(stopped.key);
    stopped.door.stop();
    await stopped.clock.advance(8 * hourMs);
    expect(ends).toBe(1);
  });

  test("keeps its cookie to TLS where the world comes by TLS", async () => {
    const { key, enter } = open(true);
    expect((await enter(key)).headers.get("set-cookie")).toContain("Secure");
  });
});
