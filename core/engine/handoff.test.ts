import { expect, test } from "bun:test";
import { dayMs, hourMs, minuteMs, toMillis } from "#core/lib/millis.ts";
import { person, startAt, startWorld } from "./testing/world.ts";

const text = (timeout: string) => `
flow: order
format: 1
triggers: [{ message: kopi }]
steps:
  - say: That is a big order.
  - handoff: "{{ contact.name }} wants 100 cups"
    id: to_person
${timeout}
  - say: Anything else?
    when: window.open
`;

function start(timeout = "") {
  return startWorld({ flows: [{ file: "order.flow.yaml", text: text(timeout) }] });
}

test("a flow hands over: its last words leave, then the bot is silent", async () => {
  const world = await start();
  await world.hear("kopi");
  await world.hear("hello?");
  await world.hear("help");
  await world.hear("kopi");
  expect(world.said).toEqual(["That is a big order."]);
  const [conversation] = await world.open.store.records.conversations(1);
  if (conversation === undefined) throw new Error("there is no conversation");
  expect(conversation.owner).toBe("human");
  const history = await world.open.store.records.history(conversation.id, 50);
  expect(history.find(({ what }) => what === "handoff.started")?.data).toEqual({
    reason: "flow",
    flow: "order",
    step: "to_person",
    summary: "Sari wants 100 cups",
  });
});

test("START gives the conversation back, and the flow goes on", async () => {
  const world = await start();
  await world.hear("kopi");
  await world.hear("start");
  expect(world.said.slice(2)).toEqual(["Anything else?"]);
  await world.hear("kopi");
  expect(world.said[3]).toBe("That is a big order.");
});

test("an operator gives it back", async () => {
  const world = await start();
  await world.hear("kopi");
  await world.restart();
  await world.happen({ kind: "operator", by: "Rani", act: { kind: "resume" } });
  expect(world.said).toEqual(["That is a big order.", "Anything else?"]);
});

test("the flow's own time ends it, else the bot's", async () => {
  const own = await start("    timeout: 4h");
  await own.hear("kopi");
  await own.clock.advance(4 * hourMs);
  expect(own.said).toEqual(["That is a big order.", "Anything else?"]);
  const bots = await start();
  await bots.hear("kopi");
  await bots.clock.advance(dayMs - hourMs);
  await bots.hear("hello?");
  await bots.clock.advance(hourMs);
  expect(bots.said).toEqual(["That is a big order.", "Anything else?"]);
});

test("a message that comes before the timer of a handoff that is over is heard", async () => {
  const world = await start("    timeout: 4h");
  await world.hear("kopi");
  world.open.store.abandon();
  await world.clock.advance(5 * hourMs);
  await world.restart();
  await world.hear("kopi");
  expect(world.said.slice(1)).toEqual(["Anything else?", "That is a big order."]);
  await world.clock.advance(2 * hourMs);
  expect(world.said.length).toBe(3);
});

test("STOP ends it for good", async () => {
  const world = await start("    timeout: 4h");
  await world.hear("kopi");
  await world.hear("stop");
  await world.clock.advance(dayMs);
  expect(world.said.length).toBe(2);
});

test("what waits for the bot to have the conversation again is looked at then, not every minute", async () => {
  const flow = {
    file: "later.flow.yaml",
    text: `flow: later
format: 1
triggers: [{ message: later }]
steps:
  - wait: { for: 1h }
    id: hour
  - say: It is time.
`,
  };
  const world = await startWorld({ flows: [flow] });
  await world.hear("later");
  await world.happen({ kind: "ownership", owner: "other", sender: person });
  await world.clock.advance(2 * hourMs);
  const dueAt = await world.open.store.store.nextDueAt(toMillis(0));
  expect(dueAt).toBeGreaterThan(startAt + dayMs - minuteMs);
  expect(world.said).toEqual([]);
  await world.happen({ kind: "ownership", owner: "bot", sender: person });
  expect(world.said).toEqual(["It is time."]);
});
