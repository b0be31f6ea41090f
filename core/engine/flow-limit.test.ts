import { describe, expect, test } from "bun:test";
import { hourMs, minuteMs } from "#core/lib/millis.ts";
import type { FlowLimit } from "./settings.ts";
import { settings, startWorld, type World } from "./testing/world.ts";

const menu = "This is the menu.";
const startLimited = (limit: FlowLimit): Promise<World> =>
  startWorld({
    settings: {
      ...settings,
      limits: {
        ...settings.limits,
        contact: { count: 99, periodMs: minuteMs },
        loop: undefined,
        flows: { menu: limit },
      },
    },
  });
let count = 0;
async function write(world: World, who: string, text = "daftar"): Promise<readonly string[]> {
  const before = world.said.length;
  count += 1;
  const sender = {
    scope: "test",
    addresses: [{ kind: "user_id", value: who } as const],
    name: "x",
  };
  await world.take({ kind: "text", id: `f${count}`, text }, undefined, sender);
  await world.clock.advance(100);
  return world.said.slice(before);
}
const two = { count: 2, periodMs: hourMs };

describe("a flow that may begin twice an hour", () => {
  test("with a person is refused to them, told once, and not to others, also after a restart", async () => {
    const world = await startLimited({ contact: two, over: "drop" });
    expect(await write(world, "ID.1")).toEqual([menu]);
    expect(await write(world, "ID.1")).toEqual([menu]);
    expect(await write(world, "ID.1")).toEqual([expect.stringContaining("once more right now")]);
    await world.restart();
    expect(await write(world, "ID.1")).toEqual([]);
    const [event] = await world.open.store.records.events({ limit: 1, kind: "message" });
    expect(event?.reason).toBe("route:flow-over-limit");
    expect(await write(world, "ID.2")).toEqual([menu]);
    expect(await write(world, "ID.1", "kopi")).toEqual(["How many?"]);
    await world.clock.advance(hourMs);
    await write(world, "ID.1", "batal");
    expect(await write(world, "ID.1")).toEqual([menu]);
  });

  test("begins no more often by the word MENU, which leaves what is going on as it is", async () => {
    const world = await startLimited({ contact: two, over: "drop" });
    expect(await write(world, "ID.1", "menu")).toEqual([menu]);
    expect(await write(world, "ID.1", "menu")).toEqual([menu]);
    await write(world, "ID.1", "kopi");
    expect(await write(world, "ID.1", "menu")).toEqual([
      expect.stringContaining("once more right now"),
    ]);
    expect(await write(world, "ID.1", "2")).toEqual(["2 it is."]);
  });

  test("with all together is exact while fifty people want it at once", async () => {
    const world = await startLimited({ everybody: { count: 10, periodMs: hourMs }, over: "drop" });
    const writing = Array.from({ length: 50 }, (_, index) => write(world, `ID.${index}`));
    await world.clock.advance(minuteMs);
    await Promise.all(writing);
    expect(world.said.filter((text) => text === menu).length).toBe(10);
  });

  test("waits where that is wanted, and begins when it may", async () => {
    const world = await startLimited({ contact: two, over: "queue" });
    for (let written = 0; written < 4; written += 1) await write(world, "ID.1");
    expect(world.said).toEqual([menu, menu]);
    await world.restart();
    await world.clock.advance(2 * hourMs);
    expect(world.said).toEqual([menu, menu, menu, menu]);
  });

  test("lets five wait, and says of one more that it does not begin", async () => {
    const world = await startLimited({ contact: two, over: "queue" });
    for (let written = 0; written < 7; written += 1) await write(world, "ID.1");
    expect(world.said).toEqual([menu, menu]);
    expect(await write(world, "ID.1")).toEqual([expect.stringContaining("once more right now")]);
    expect(await write(world, "ID.1")).toEqual([]);
    const [event] = await world.open.store.records.events({ limit: 1, kind: "message" });
    expect(event?.reason).toBe("route:queue-full");
  });

  test("gives the conversation to a person where that is wanted", async () => {
    const world = await startLimited({ contact: two, over: "handoff" });
    for (let written = 0; written < 3; written += 1) await write(world, "ID.1");
    expect(world.said.at(-1)).toContain("A person will answer you");
  });
});
