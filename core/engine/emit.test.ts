import { expect, test } from "bun:test";
import { hourMs } from "#core/lib/millis.ts";
import { startWorld } from "./testing/world.ts";

const file = (name: string, body: string) => ({
  file: `${name}.flow.yaml`,
  text: `flow: ${name}\nformat: 1\n${body}`,
});

const order = file(
  "order",
  `triggers: [{ message: kopi }]
steps:
  - emit: order.placed
    with: { cups: 2 }
  - ask: Sugar?
    id: sugar
  - say: Thank you.
on_cancel:
  - say: Nothing was ordered.
  - emit: order.gone
`,
);
const barista = file(
  "barista",
  `triggers: [{ event: order.placed }]
steps:
  - say: "{{ event.data.cups }} cups are on their way."
`,
);
const cleaner = file(
  "cleaner",
  `triggers: [{ event: order.gone }]
steps:
  - say: The table is clean.
`,
);
const flows = [order, barista, cleaner];

test("an event of a flow reaches another flow of the person, behind the run in the foreground", async () => {
  const world = await startWorld({ flows });
  await world.hear("kopi");
  expect(world.said).toEqual(["Sugar?"]);
  await world.hear("yes");
  expect(world.said.slice(1)).toEqual(["Thank you.", "2 cups are on their way."]);
});

test("it is durable, and comes once", async () => {
  const world = await startWorld({ flows });
  await world.hear("kopi");
  await world.restart();
  await world.hear("yes");
  expect(world.said.slice(1)).toEqual(["Thank you.", "2 cups are on their way."]);
});

test("what is cancelled has its last words, and its event outlives it", async () => {
  const world = await startWorld({ flows: [order, cleaner] });
  await world.hear("kopi");
  await world.hear("cancel");
  expect(world.said.slice(1)).toEqual([
    "Nothing was ordered.",
    "Cancelled. Write MENU to see what I can do.",
    "The table is clean.",
  ]);
});

test("a person who is asked for hears the last words too; STOP has none", async () => {
  const asked = await startWorld({ flows: [order] });
  await asked.hear("kopi");
  await asked.hear("human");
  expect(asked.said[1]).toBe("Nothing was ordered.");
  const stopped = await startWorld({ flows: [order] });
  await stopped.hear("kopi");
  await stopped.hear("stop");
  expect(stopped.said.length).toBe(2);
  expect(stopped.said[1]).toContain("START");
});

test("a flow that begins anew cancels its own run first", async () => {
  const again = file(
    "again",
    `mode: restart
triggers: [{ message: kopi }]
steps:
  - wait: { for: 2h }
    id: pause
  - say: Late
on_cancel:
  - say: Once more then.
`,
  );
  const world = await startWorld({ flows: [again] });
  await world.hear("kopi");
  await world.hear("kopi");
  expect(world.said).toEqual(["Once more then."]);
  await world.clock.advance(3 * hourMs);
  expect(world.said.slice(1)).toEqual(["Late"]);
});

test("flows that wake each other up come to an end", async () => {
  const ping = file(
    "ping",
    "triggers: [{ message: hi }, { event: pong }]\nsteps:\n  - emit: ping\n  - say: Ping\n",
  );
  const pong = file("pong", "triggers: [{ event: ping }]\nsteps:\n  - emit: pong\n  - say: Pong\n");
  const world = await startWorld({ flows: [ping, pong] });
  await world.hear("hi");
  await world.clock.advance(hourMs);
  expect(world.said.length).toBe(9);
  expect(world.engine.isIdle()).toBe(true);
});

test("an event that is sent right before a handoff leaves nothing open, and is told afterwards", async () => {
  const handing = file(
    "handing",
    `triggers: [{ message: kopi }]
steps:
  - emit: order.placed
    with: { cups: 3 }
  - handoff: Three cups
    id: to_person
`,
  );
  const world = await startWorld({ flows: [handing, barista] });
  await world.hear("kopi");
  expect((await world.open.store.store.stats()).pendingEvents).toBe(0);
  await world.hear("start");
  expect(world.said.slice(1)).toEqual(["3 cups are on their way."]);
});
