import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { SeededRandom } from "sapa/plugin/testing";
import { person, settings, startWorld, type World } from "#core/engine/testing/world.ts";
import { readBroadcast } from "#core/flow/broadcast/read-broadcast.ts";
import { openCatalog } from "#core/flow/catalog.ts";
import { errorText } from "#core/lib/bot-error.ts";
import { accountId, type ContactId } from "#core/lib/ids.ts";
import { dayMs, minuteMs, secondMs } from "#core/lib/millis.ts";
import type { PurposeRule } from "#core/model/consent.ts";
import { createBroadcastDesk } from "./broadcast-desk.ts";

/** The machine may be busy with other tests. */
setDefaultTimeout(60_000);

const shop = accountId("shop");
const rule: PurposeRule = { basis: "ask", expiresMs: undefined, needs: undefined };
const asking = {
  ...settings,
  consent: { ...settings.consent, purposes: new Map([["marketing", rule]]) },
};
const file = "promo.yaml";
const promo = (more = "") => `broadcast: promo
format: 1
purpose: marketing
message:
  template: { name: promo, language: en, body: ["{{ default(contact.name, 'friend') }}"] }
${more}`;

/** Work with the store and the engine, while time goes on as it has to. */
async function settled<T>(world: World, work: Promise<T>): Promise<T> {
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  work.then(over, over);
  while (!isOver) await world.clock.settle();
  return await work;
}

/** A bot with `count` people of whom every fifth did not agree. */
async function crowd(count: number): Promise<{ world: World; agreed: Set<string> }> {
  const world = await startWorld({ settings: asking });
  const agreed = new Set<string>();
  for (let index = 0; index < count; index += 1) {
    const value = `P.${index}`;
    const contact = await add(world, value);
    if (index % 5 === 4) continue;
    agreed.add(value);
    await say(world, contact, "yes");
  }
  return { world, agreed };
}

async function add(world: World, value: string): Promise<ContactId> {
  const { records } = world.open.store;
  const sender = { scope: "test", addresses: [{ kind: "user_id", value }], name: value } as const;
  const contact = await settled(world, records.resolvePerson(shop, sender, world.clock.now()));
  if (contact === undefined) throw new Error("nobody");
  return contact;
}

function say(world: World, contact: ContactId, answer: "yes" | "no"): Promise<void> {
  const { records } = world.open.store;
  const line = { contact, purpose: "marketing", answer, at: world.clock.now(), wording: "Promo?" };
  return settled(world, records.appendConsent({ ...line, source: "test" }));
}

function desk(world: World) {
  const read = (source: { file: string; text: string }) =>
    Promise.resolve(readBroadcast(source, openCatalog));
  const made = createBroadcastDesk({
    records: world.open.store.records,
    channels: new Map([[shop, world.channel]]),
    settings: asking,
    seed: () => 1,
    check: read,
    onChange: () => world.engine.onBroadcasts(),
    clock: world.clock,
  });
  return {
    plan: (text = promo()) => settled(world, made.plan({ file, text })),
    start: (text = promo()) => settled(world, made.start({ file, text }, "test")),
    status: () => settled(world, made.status("promo")),
    pause: () => settled(world, made.pause("promo", "test")),
    resume: () => settled(world, made.resume("promo", "test")),
    stop: () => settled(world, made.stop("promo", "test")),
  };
}

function refusalOf(work: Promise<unknown>): Promise<string> {
  return work.then(() => "nothing", errorText);
}

/** How often each person got it. */
function received(world: World): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { to } of world.channel.sent) {
    const value = to[0]?.value ?? "";
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

async function fates(world: World): Promise<Record<string, number>> {
  const { counts } = await desk(world).status();
  const fate: Record<string, number> = {};
  for (const { outcome, count } of counts) fate[outcome] = (fate[outcome] ?? 0) + count;
  return fate;
}

describe("a broadcast", () => {
  test("reaches everybody who agreed, once, and nobody else; the sum is the audience", async () => {
    const { world, agreed } = await crowd(50);
    expect(await desk(world).plan()).toMatchObject({
      audience: 50,
      messages: 40,
      refused: [{ reason: "consent-missing", count: 10 }],
      sample: "[promo]",
    });
    expect(world.channel.sent.length).toBe(0);
    await desk(world).start();
    await world.clock.advance(10 * secondMs);
    expect(received(world)).toEqual(new Map([...agreed].map((value) => [value, 1])));
    expect(await fates(world)).toEqual({ sent: 40, "left-out": 10 });
    expect((await desk(world).status()).broadcast).toMatchObject({ state: "done", audience: 50 });
    expect(await refusalOf(desk(world).start())).toContain("started before");
  });

  test("begins although the store was away when it was looked for", async () => {
    const { world } = await crowd(5);
    const { records } = world.open.store;
    const broadcasts = records.broadcasts.bind(records);
    let failures = 0;
    records.broadcasts = (filter) => {
      failures += 1;
      if (failures > 2) return broadcasts(filter);
      return Promise.reject(new Error("busy"));
    };
    await desk(world).start();
    await world.clock.advance(10 * secondMs);
    expect(failures).toBeGreaterThan(2);
    expect(received(world).size).toBe(4);
  });

  test("goes to those alone whom its audience means", async () => {
    const { world } = await crowd(5);
    await desk(world).start(promo(`audience: "contact.name == 'P.2'"\n`));
    await world.clock.advance(5 * secondMs);
    expect([...received(world)]).toEqual([["P.2", 1]]);
    expect((await desk(world).status()).broadcast.audience).toBe(1);
  });

  test("keeps to its pace", async () => {
    const { world } = await crowd(50);
    await desk(world).start(promo("rate: 2/s\n"));
    await world.clock.advance(10 * secondMs);
    const { length } = world.channel.sent;
    expect(length).toBeGreaterThanOrEqual(18);
    expect(length).toBeLessThanOrEqual(22);
    await world.clock.advance(20 * secondMs);
    expect(world.channel.sent.length).toBe(40);
  });

  test("is free-form only within the window", async () => {
    const { world } = await crowd(5);
    await world.hear("hello");
    const known = await settled(
      world,
      world.open.store.records.findContact("test", { kind: "user_id", value: "ID.1" }),
    );
    if (known === undefined) throw new Error("nobody");
    await say(world, known.id, "yes");
    const before = world.channel.sent.length;
    await desk(world).start(promo().replace(/ {2}template.*/, "  say: New beans!"));
    await world.clock.advance(10 * secondMs);
    const [sent, ...others] = world.channel.sent.slice(before);
    expect([sent?.to, sent?.message, others.length]).toEqual([
      person.addresses,
      { kind: "text", text: "New beans!" },
      0,
    ]);
    const { counts } = await desk(world).status();
    expect(counts).toContainEqual({ outcome: "left-out", detail: "window-closed", count: 4 });
  });

  test("leaves out for good whose window closes on the way, whatever is held for others", async () => {
    const window = { holdMs: 2 * dayMs, template: undefined };
    const world = await startWorld({ settings: { ...asking, window } });
    await world.hear("hello");
    const [address] = person.addresses;
    if (address === undefined) throw new Error("the person has no address");
    const { records } = world.open.store;
    const known = await settled(world, records.findContact("test", address));
    if (known === undefined) throw new Error("nobody");
    await say(world, known.id, "yes");
    await world.clock.advance(dayMs - 2 * minuteMs);
    const error = { code: "130429", title: "t", meaning: "m", action: "a" };
    world.channel.answers.push({ kind: "retry", afterMs: 5 * minuteMs, error });
    await desk(world).start(promo().replace(/ {2}template.*/, "  say: New beans!"));
    await world.clock.advance(10 * minuteMs);
    const sent = world.channel.sent.length;
    expect((await desk(world).status()).broadcast.state).toBe("done");
    await world.hear("hello");
    expect(world.said.slice(sent)).not.toContain("New beans!");
    const { counts } = await desk(world).status();
    expect(counts).toEqual([{ outcome: "blocked", detail: "window-closed", count: 1 }]);
  });

  test("pauses, goes on, and ends for ever", async () => {
    const { world } = await crowd(50);
    await desk(world).start(promo("rate: 5/s\n"));
    await world.clock.advance(2 * secondMs);
    await desk(world).pause();
    await world.clock.advance(minuteMs);
    const paused = world.channel.sent.length;
    expect(paused).toBeLessThan(25);
    await world.restart();
    await world.clock.advance(minuteMs);
    expect(world.channel.sent.length).toBe(paused);
    await desk(world).resume();
    await world.clock.advance(2 * secondMs);
    expect(world.channel.sent.length).toBeGreaterThan(paused);
    await desk(world).stop();
    const stopped = world.channel.sent.length;
    await world.clock.advance(minuteMs);
    expect(world.channel.sent.length).toBe(stopped);
    expect(await refusalOf(desk(world).resume())).toContain("promo is stopped");
    const fate = await fates(world);
    expect([fate["sent"], Object.values(fate).reduce((a, b) => a + b)]).toEqual([stopped, 50]);
  });

  test("reaches nobody who says no, or STOP, while it is on its way", async () => {
    const { world } = await crowd(50);
    await world.hear("hello");
    await desk(world).start(promo("rate: 2/s\n"));
    await world.clock.advance(3 * secondMs);
    const late = await settled(
      world,
      world.open.store.records.findContact("test", { kind: "user_id", value: "P.48" }),
    );
    if (late === undefined) throw new Error("nobody");
    await say(world, late.id, "no");
    await world.clock.advance(minuteMs);
    expect(received(world).has("P.48")).toBe(false);
    const { counts } = await desk(world).status();
    expect(counts).toContainEqual({ outcome: "left-out", detail: "consent-withdrawn", count: 1 });
  });

  test("pauses by itself when too many fail, and is judged anew when it is resumed", async () => {
    const { world } = await crowd(100);
    const error = { code: "131026", title: "t", meaning: "m", action: "a" };
    for (let count = 0; count < 20; count += 1) {
      world.channel.answers.push({ kind: "rejected", error, effect: "unreachable" });
    }
    await desk(world).start(promo("rate: 5/s\nstop_at: { failures: 50%, after: 10 }\n"));
    await world.clock.advance(minuteMs);
    const { broadcast } = await desk(world).status();
    expect(broadcast.state).toBe("paused");
    expect(broadcast.reason).toMatch(/^1\d of the last 1\d messages failed$/);
    expect(world.channel.sent.length).toBeLessThan(25);
    world.channel.answers.length = 0;
    await desk(world).resume();
    await world.clock.advance(minuteMs);
    expect((await desk(world).status()).broadcast.state).toBe("done");
    expect([...received(world).values()].every((count) => count === 1)).toBe(true);
  });

  test("cut off at any moment and begun again, reaches each once at most; what is unknown is told", async () => {
    for (let seed = 1; seed <= 3; seed += 1) {
      const random = new SeededRandom(seed);
      const { world, agreed } = await crowd(40);
      await desk(world).start(promo("rate: 20/s\n"));
      const error = { code: "NET_TIMEOUT", title: "t", meaning: "m", action: "a" };
      for (let kill = 0; kill < 4; kill += 1) {
        world.channel.answers.push({ kind: "unknown", error });
        await world.clock.advance(Math.floor(random.fraction() * 700));
        await world.restart();
      }
      await world.clock.advance(15 * minuteMs);
      const got = received(world);
      expect([...got.values()].every((count) => count === 1)).toBe(true);
      expect([...got.keys()].toSorted()).toEqual([...agreed].toSorted());
      const fate = await fates(world);
      const { unknown, broadcast } = await desk(world).status();
      expect(broadcast.state).toBe("done");
      expect(unknown.length).toBe(fate["unknown"] ?? 0);
      expect(unknown.length).toBeGreaterThan(0);
      expect((fate["sent"] ?? 0) + unknown.length).toBe(agreed.size);
      expect(fate["left-out"]).toBe(8);
    }
  });
});
