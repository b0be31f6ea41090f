import { expect, test } from "bun:test";
import { startWorld } from "./testing/world.ts";

const order = {
  file: "order.flow.yaml",
  text: `flow: order
format: 1
triggers: [{ message: kopi }]
interrupts:
  prices: { message: [harga, "price*"], goto: prices }
  cancel: { message: batal, goto: regret }
  person: { message: [human, stop], goto: regret }
steps:
  - each: "['a', 'b']"
    as: item
    steps:
      - ask: "How many {{ item }}?"
        id: count
  - end
  - say: All of it is 12.000.
    id: prices
  - ask: Go on?
    id: go_on
  - end
  - say: What a pity.
    id: regret
`,
};
const menu = {
  file: "menu.flow.yaml",
  text: "flow: menu\nformat: 1\ntriggers: [{ message: harga }]\nsteps:\n  - say: The menu.\n",
};
const tap = {
  kind: "choice",
  id: "t1",
  choice: "harga",
  title: "harga",
  source: "button",
} as const;

test("a word of the flow's own leads to its step from wherever it rests", async () => {
  const world = await startWorld({ flows: [order, menu] });
  await world.hear("kopi");
  await world.hear("2");
  await world.hear("Harga?");
  await world.hear("ya");
  expect(world.said).toEqual(["How many a?", "How many b?", "All of it is 12.000.", "Go on?"]);
});

test("a tapped button is an answer, whatever its title", async () => {
  const world = await startWorld({ flows: [order, menu] });
  await world.hear("kopi");
  await world.take(tap);
  expect(world.said).toEqual(["How many a?", "How many b?"]);
});

test("it acts while its flow is asking, and in no other flow", async () => {
  const world = await startWorld({ flows: [order, menu] });
  await world.hear("harga");
  await world.hear("kopi");
  await world.hear("prices please");
  await world.hear("ya");
  await world.hear("harga");
  expect(world.said).toEqual([
    "The menu.",
    "How many a?",
    "All of it is 12.000.",
    "Go on?",
    "The menu.",
  ]);
});

test("it stands before cancel, help and menu, and never before stop and human", async () => {
  const world = await startWorld({ flows: [order, menu] });
  await world.hear("kopi");
  await world.hear("batal");
  expect(world.said.slice(1)).toEqual(["What a pity."]);
  await world.hear("kopi");
  await world.hear("human");
  expect(world.said.length).toBe(4);
  const [conversation] = await world.open.store.records.conversations(1);
  expect(conversation?.owner).toBe("human");
});

test("it passes while an activity runs; what that gives is stale then", async () => {
  const fetching = {
    file: "order.flow.yaml",
    text: `flow: order
format: 1
triggers: [{ message: kopi }]
interrupts:
  never_mind: { message: sudahlah, goto: bye }
steps:
  - run: shop.ask
    id: asking
    into: answer
  - say: There it is.
  - end
  - say: As you like.
    id: bye
`,
  };
  const gate = Promise.withResolvers<undefined>();
  const world = await startWorld({
    flows: [fetching],
    runActivity: async () => {
      await gate.promise;
      return { kind: "done", value: {} };
    },
  });
  await world.hear("kopi");
  await world.hear("hello?");
  await world.hear("sudahlah");
  expect(world.said).toEqual(["As you like."]);
  gate.resolve(undefined);
  await world.clock.advance(1_000);
  expect(world.said).toEqual(["As you like."]);
});
