import { describe, expect, test } from "bun:test";
import { startWorld, type World } from "#core/engine/testing/world.ts";
import { hourMs } from "#core/lib/millis.ts";
import type { Run } from "#core/model/run.ts";

const flow = (body: string, more = "") => [
  {
    file: "order.flow.yaml",
    text: `flow: order\nformat: 1\ntriggers: [{ message: kopi }]\n${more}${body}`,
  },
];
const asking = (question: string, id = "cups") => `slots: { cups: { type: integer } }
steps:
  - ask: ${question}
    id: ${id}
    into: cups
  - say: "{{ slots.cups }} noted by ${question}"
`;
const last = "on_cancel:\n  - say: The old order is void.\n";
const other = "steps:\n  - ask: Tea or coffee?\n    id: drink\n  - say: Good choice\n";

async function runsOf(world: World): Promise<readonly Run[]> {
  const { records } = world.open.store;
  const [conversation] = await records.conversations(1);
  return conversation === undefined ? [] : await records.runs(conversation.id);
}

async function historyOf(world: World): Promise<readonly string[]> {
  const { records } = world.open.store;
  const [conversation] = await records.conversations(1);
  if (conversation === undefined) return [];
  return (await records.history(conversation.id, 100)).map(({ what }) => what).toReversed();
}

describe("a conversation that is under way when the flow changes", () => {
  test("finishes on the revision that it began, and the next one begins on the new", async () => {
    const world = await startWorld({ flows: flow(asking("How many?")) });
    await world.hear("kopi");
    await world.useFlows(flow(asking("What number?")));
    await world.hear("2");
    await world.hear("kopi");
    expect(world.said).toEqual(["How many?", "2 noted by How many?", "What number?"]);
  });

  test("goes on in the new one where it says so, at its next turn, recorded", async () => {
    const world = await startWorld({ flows: flow(asking("How many?")) });
    await world.hear("kopi");
    const [before] = await runsOf(world);
    await world.useFlows(
      flow(asking("What number?", "number"), "migrate: { map: { cups: number } }\n"),
    );
    expect((await runsOf(world))[0]?.revision).toBe(before?.revision);
    await world.hear("2");
    expect(world.said.at(-1)).toBe("2 noted by What number?");
    expect((await runsOf(world))[0]?.revision).not.toBe(before?.revision);
    expect(await historyOf(world)).toEqual(["run.migrated"]);
  });

  test("of a flow that was taken away finishes too, also after a restart", async () => {
    const world = await startWorld({ flows: flow(asking("How many?")) });
    await world.hear("kopi");
    await world.useFlows([
      {
        file: "menu.flow.yaml",
        text: "flow: menu\nformat: 1\ntriggers: [{ message: kopi }]\nsteps: [{ say: Menu }]\n",
      },
    ]);
    await world.restart();
    await world.hear("2");
    await world.hear("kopi");
    expect(world.said.slice(1)).toEqual(["2 noted by How many?", "Menu"]);
  });

  test("keeps its timers, whatever the new revision would have set", async () => {
    const waiting = (text: string) =>
      `steps:\n  - say: Wait.\n  - wait: { for: 2h }\n    id: w\n  - say: ${text}\n`;
    const world = await startWorld({ flows: flow(waiting("Old")) });
    await world.hear("kopi");
    await world.useFlows(flow(waiting("New").replace("2h", "9h"), "migrate: {}\n"));
    await world.clock.advance(2 * hourMs + 1);
    expect(world.said).toEqual(["Wait.", "New"]);
  });

  test("takes the result of the action that was under way", async () => {
    let finish: (value: number) => void = () => undefined;
    const world = await startWorld({
      flows: flow(
        'steps:\n  - run: shop.price\n    id: p\n    into: price\n  - say: "Old {{ price }}"\n',
      ),
      runActivity: () =>
        new Promise((resolve) => {
          finish = (value) => resolve({ kind: "done", value });
        }),
    });
    await world.hear("kopi");
    await world.useFlows(
      flow(
        'steps:\n  - run: shop.price\n    id: p\n    into: price\n  - say: "New {{ price }}"\n',
        "migrate: {}\n",
      ),
    );
    finish(5);
    await world.clock.advance(10);
    expect(world.said).toEqual(["New 5"]);
  });

  test("is not moved by STOP, and hears nothing after it", async () => {
    const world = await startWorld({ flows: flow(asking("How many?"), last) });
    await world.hear("kopi");
    await world.useFlows(flow(other, "migrate: { else: restart }\n"));
    await world.hear("STOP");
    expect(world.said).toHaveLength(2);
    expect(await historyOf(world)).toEqual(["contact.stopped"]);
  });
});

describe("a conversation that does not fit", () => {
  async function change(otherwise: string): Promise<World> {
    const world = await startWorld({ flows: flow(asking("How many?"), last) });
    await world.hear("kopi");
    await world.useFlows(flow(other, `migrate: { else: ${otherwise} }\n`));
    return world;
  }

  test("finish: goes on on its own revision to the end, and is not offered the new one again", async () => {
    const world = await change("finish");
    await world.hear("two dozen");
    await world.hear("2");
    expect(world.said.at(-1)).toBe("2 noted by How many?");
    expect(await historyOf(world)).toEqual(["run.left"]);
  });

  test("restart: goes through on_cancel and begins anew, with the message that came", async () => {
    const world = await change("restart");
    await world.hear("2");
    expect(world.said.slice(1)).toEqual(["The old order is void.", "Tea or coffee?"]);
    await world.hear("tea");
    expect(world.said.at(-1)).toBe("Good choice");
    expect((await runsOf(world)).map(({ state }) => state).toSorted()).toEqual([
      "cancelled",
      "ended",
    ]);
    expect(await historyOf(world)).toEqual(["run.restarted", "run.queued"]);
  });

  test("handoff: goes through on_cancel and to a person, who has it until it is given back", async () => {
    const world = await change("handoff");
    await world.hear("2");
    expect(world.said.slice(1, 2)).toEqual(["The old order is void."]);
    expect(world.said).toHaveLength(3);
    expect(await historyOf(world)).toEqual(["handoff.started"]);
    await world.hear("hello?");
    expect(world.said).toHaveLength(3);
  });

  test("an interrupt goes first: cancel cancels, and nothing begins anew", async () => {
    const world = await change("restart");
    await world.hear("cancel");
    expect(world.said.slice(1, 2)).toEqual(["The old order is void."]);
    expect((await runsOf(world)).map(({ state }) => state)).toEqual(["cancelled"]);
  });

  test("restart waits while a person has the conversation", async () => {
    const world = await startWorld({
      flows: flow(
        "steps:\n  - handoff: Help\n    id: h\n  - ask: Well?\n    id: well\n  - say: Bye\n",
      ),
    });
    await world.hear("kopi");
    await world.useFlows(flow(other, "migrate: { else: restart }\n"));
    await world.hear("hello?");
    expect(world.said).toEqual([]);
    await world.hear("START");
    expect(world.said.at(-1)).toBe("Well?");
    await world.hear("so");
    expect(world.said.at(-1)).toBe("Tea or coffee?");
  });

  test("restart of a run in the background waits until nothing else is asking", async () => {
    const background = "steps:\n  - wait: { for: 2h }\n    id: w\n  - say: Late\n";
    const survey = {
      file: "survey.flow.yaml",
      text: "flow: survey\nformat: 1\ntriggers: [{ message: survey }]\nsteps:\n  - ask: Why?\n    id: why\n  - say: Thanks\n",
    };
    const world = await startWorld({ flows: [...flow(background), survey] });
    await world.hear("kopi");
    await world.hear("survey");
    await world.useFlows([...flow(other, "migrate: { else: restart }\n"), survey]);
    await world.clock.advance(2 * hourMs + 1);
    expect(world.said).toEqual(["Why?"]);
    await world.hear("because");
    expect(world.said).toEqual(["Why?", "Thanks", "Tea or coffee?"]);
  });
});

test("a start that waited begins on the revision that is active then", async () => {
  const queue = (text: string) => asking(text).replace("slots:", "mode: queue\nslots:");
  const world = await startWorld({ flows: flow(queue("How many?")) });
  await world.hear("kopi");
  await world.happen({ kind: "signal", name: "none", data: {} });
  await world.hear("1");
  const waiting = `flow: order\nformat: 1\nmode: queue\ntriggers: [{ event: begin }]\n`;
  const steps = (text: string) => `steps:\n  - ask: ${text}\n    id: q\n`;
  await world.useFlows([{ file: "order.flow.yaml", text: waiting + steps("First?") }]);
  await world.happen({ kind: "signal", name: "begin", data: {} });
  await world.happen({ kind: "signal", name: "begin", data: {} });
  await world.useFlows([{ file: "order.flow.yaml", text: waiting + steps("Second?") }]);
  await world.hear("done");
  expect(world.said.slice(-2)).toEqual(["First?", "Second?"]);
});
