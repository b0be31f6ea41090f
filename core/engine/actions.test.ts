import { expect, test } from "bun:test";
import { effectId } from "#core/lib/ids.ts";
import { hourMs, secondMs } from "#core/lib/millis.ts";
import type { ActivityOutcome } from "#core/model/event.ts";
import type { Activity } from "#core/model/ports/store.ts";
import { person, settings, startWorld, type World } from "./testing/world.ts";
import { systemTexts } from "./texts.ts";

const flow = `
flow: order
format: 1
triggers: [{ message: kopi }]
steps:
  - run: http.post
    with: { url: "https://shop.example/orders", body: { who: "{{ contact.name }}" } }
    into: receipt
    timeout: 10s
    retry: { max: 2, backoff: 2s }
    catch:
      - say: "Sorry: {{ error.kind }}"
      - end
  - ask: "Number {{ receipt.number }}. Sugar?"
    id: sugar
    into: sugar
  - say: "Sugar: {{ sugar }}"
`;
const other = `
flow: other
format: 1
triggers: [{ message: teh }]
steps:
  - say: Tea.
`;

/** A bot whose actions end when the test says so. */
async function start() {
  const begun: Activity[] = [];
  const ends: ((outcome: ActivityOutcome) => void)[] = [];
  const world: World = await startWorld({
    flows: [
      { file: "order.flow.yaml", text: flow },
      { file: "other.flow.yaml", text: other },
    ],
    runActivity: (activity) => {
      begun.push(activity);
      return new Promise((resolve) => ends.push(resolve));
    },
  });
  async function end(outcome: ActivityOutcome): Promise<void> {
    ends.shift()?.(outcome);
    await world.clock.advance(10);
  }
  return { world, begun, end };
}

const done = { kind: "done", value: { number: "K-17" } } as const;

test("messages wait while an action runs, and follow its result in order", async () => {
  const { world, begun, end } = await start();
  await world.hear("kopi");
  await world.hear("yes");
  await world.hear("teh");
  expect(world.said).toEqual([]);
  expect(begun.map(({ request }) => request)).toEqual([
    {
      port: "action",
      name: "http.post",
      input: { url: "https://shop.example/orders", body: { who: "Sari" } },
    },
  ]);
  await end(done);
  expect(world.said).toEqual(["Number K-17. Sugar?", "Sugar: yes", "Tea."]);
  expect(world.engine.isIdle()).toBe(true);
});

test("interrupts pass, and the result of what was cancelled is nobody's", async () => {
  const { world, end } = await start();
  await world.hear("kopi");
  await world.hear("teh");
  await world.hear("cancel");
  expect(world.said.length).toBe(2);
  expect(world.said[1]).toBe("Tea.");
  await end(done);
  expect(world.said.length).toBe(2);
});

test("help is answered while there is no question to ask again", async () => {
  const { world } = await start();
  await world.hear("kopi");
  await world.hear("help");
  expect(world.said).toEqual([systemTexts("en").help]);
  expect(await world.open.store.records.events({ state: "ignored", limit: 9 })).toEqual([]);
});

test("what failed is tried again later under the key of the first try", async () => {
  const { world, begun, end } = await start();
  await world.hear("kopi");
  await end({ kind: "failed", code: "http_503", message: "not now" });
  await world.hear("yes");
  await world.clock.advance(2 * secondMs);
  expect(begun.length).toBe(2);
  const [first] = begun;
  expect(begun[1]?.effect).toBe(effectId(`${first?.effect}~2`));
  await end(done);
  expect(world.said).toEqual(["Number K-17. Sugar?", "Sugar: yes"]);
});

test("a wait before another try survives the end of the process", async () => {
  const { world, begun, end } = await start();
  await world.hear("kopi");
  await end({ kind: "failed", code: "http_503", message: "not now" });
  await world.restart();
  await world.clock.advance(5 * secondMs);
  expect(begun.length).toBe(2);
  await end(done);
  expect(world.said).toEqual(["Number K-17. Sugar?"]);
});

test("an action that does not end in time has an unknown outcome", async () => {
  const { world, begun } = await start();
  await world.hear("kopi");
  await world.clock.advance(11 * secondMs);
  expect(world.said).toEqual(["Sorry: unknown"]);
  expect(begun.length).toBe(1);
});

test.each<[string, () => Promise<ActivityOutcome>]>([
  [
    "at once",
    () => {
      throw new Error("a bug");
    },
  ],
  ["later", () => Promise.reject(new Error("a bug"))],
])(
  "an action whose code fails %s has an unknown outcome, and is not begun again",
  async (_when, fail) => {
    let begun = 0;
    const world = await startWorld({
      flows: [{ file: "order.flow.yaml", text: flow }],
      runActivity: () => {
        begun += 1;
        return fail();
      },
    });
    await world.hear("kopi");
    await world.clock.advance(11 * secondMs);
    expect(world.said).toEqual(["Sorry: unknown"]);
    expect(begun).toBe(1);
  },
);

test("an action that was cut off is begun again, and says that it was", async () => {
  const { world, begun, end } = await start();
  await world.hear("kopi");
  await world.restart();
  expect(begun.map(({ attempts }) => attempts)).toEqual([0, 1]);
  await end(done);
  await end(done);
  expect(world.said).toEqual(["Number K-17. Sugar?"]);
});

test("a result that comes while a person has the conversation waits for its end", async () => {
  const { world, end } = await start();
  await world.hear("kopi");
  await world.happen({ kind: "echo", id: "e1", vendorKind: "text", sender: person });
  await end(done);
  expect(world.said).toEqual([]);
  await world.clock.advance(settings.echoPauseMs + hourMs);
  expect(world.said).toEqual(["Number K-17. Sugar?"]);
});

test("the time of another try comes in sight, and STOP too, however much is written meanwhile", async () => {
  const failing = { kind: "failed", code: "busy", message: "busy" } as const;
  const { world, begun, end } = await start();
  await world.hear("kopi");
  await end(failing);
  for (let count = 0; count < 100; count += 1) await world.hear(`well ${count}`);
  await world.clock.advance(3 * secondMs);
  expect(begun.length).toBe(2);
  for (let count = 0; count < 100; count += 1) await world.hear(`so ${count}`);
  await world.hear("stop");
  expect(world.said.at(-1)).toContain("not get any more messages");
});
