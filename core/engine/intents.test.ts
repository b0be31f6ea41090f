import { expect, test } from "bun:test";
import { hourMs, secondMs } from "#core/lib/millis.ts";
import type { AiReply } from "#core/model/ai.ts";
import type { ActivityOutcome } from "#core/model/event.ts";
import type { Activity } from "#core/model/ports/store.ts";
import { person, settings, startWorld, type World } from "./testing/world.ts";

const flow = (name: string, body: string) => ({
  file: `${name}.flow.yaml`,
  text: `flow: ${name}\nformat: 1\n${body}`,
});

const order = flow(
  "order",
  `triggers: [{ message: kopi }, { intent: wants to order coffee }, { intent: wants to order once more }]
steps:
  - ask: How many?
    id: cups
    into: cups
  - say: "{{ cups }} it is."
`,
);
const hours = flow(
  "hours",
  "triggers: [{ intent: asks when we are open }]\nsteps:\n  - say: 'From eight, {{ message.text }}'\n",
);
const fallback = flow("fallback", "triggers: [fallback]\nsteps:\n  - say: Sorry?\n");
const greet = flow("greet", "triggers: [first_contact]\nsteps:\n  - say: Welcome!\n");

/** A bot whose AI answers when the test says so. */
async function start(
  flows = [order, hours, fallback],
  onSought: (revision: string) => void = () => {},
) {
  const begun: Activity[] = [];
  const ends: ((outcome: ActivityOutcome) => void)[] = [];
  const world: World = await startWorld({
    flows,
    onSought,
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

function chosen(value: string | null): ActivityOutcome {
  const reply = {
    kind: "json",
    text: "",
    value,
    provider: "cepat",
    model: "m",
    inputTokens: 1,
    outputTokens: 1,
    costMicroUsd: 0,
    isCut: false,
  } as const satisfies AiReply;
  return { kind: "done", value: reply };
}

test("an AI chooses among the intents of all flows, and the message begins the flow", async () => {
  const { world, begun, end } = await start();
  await world.hear("jam buka dong");
  expect(begun.map(({ request }) => request)).toEqual([
    {
      port: "ai",
      name: "intent",
      input: {
        task: "route",
        providers: [],
        prompt: "jam buka dong",
        choices: {
          hours: "asks when we are open",
          order: "wants to order coffee",
          "order.2": "wants to order once more",
        },
        history: 0,
        tools: [],
        maxTokens: 60,
        language: "en",
      },
    },
  ]);
  expect(world.said).toEqual([]);
  await end(chosen("hours"));
  expect(world.said).toEqual(["From eight, jam buka dong"]);
  expect(world.engine.isIdle()).toBe(true);
});

test("a second intent of a flow leads there too", async () => {
  const { world, end } = await start();
  await world.hear("again please");
  await end(chosen("order.2"));
  expect(world.said).toEqual(["How many?"]);
});

test.each<[string, ActivityOutcome]>([
  ["none of them", chosen(null)],
  ["one that is not there", chosen("teh")],
  ["an answer of no known form", { kind: "done", value: 7 }],
  ["a failure", { kind: "failed", code: "quota", message: "no money" }],
  ["a failure that may pass", { kind: "failed", code: "timeout", message: "late" }],
  ["nobody knows", { kind: "unknown", message: "late" }],
])("after %s the next in order takes the message", async (_name, outcome) => {
  const { world, begun, end } = await start();
  await world.hear("hm");
  await end(outcome);
  expect(world.said).toEqual(["Sorry?"]);
  expect(begun.length).toBe(1);
});

test("an AI that says nothing in time has chosen none", async () => {
  const { world } = await start();
  await world.hear("hm");
  await world.clock.advance(21 * secondMs);
  expect(world.said).toEqual(["Sorry?"]);
});

test("what comes before in order asks nobody: words, first contact, an open question", async () => {
  const { world, begun } = await start([order, hours, fallback, greet]);
  await world.hear("hello");
  await world.hear("kopi");
  await world.hear("two");
  await world.take({ kind: "media", id: "m9", media: { kind: "image", id: "1" } });
  expect(world.said).toEqual(["Welcome!", "How many?", "two it is.", "Sorry?"]);
  expect(begun.filter(({ request }) => request.port === "ai")).toEqual([]);
});

test("messages meanwhile wait, and follow in order", async () => {
  const { world, begun, end } = await start();
  await world.hear("coffee for me");
  await world.hear("three");
  await world.hear("start");
  expect(begun.length).toBe(1);
  await end(chosen("order"));
  expect(world.said).toEqual(["How many?", "three it is."]);
  await end(chosen(null));
  expect(world.said).toEqual(["How many?", "three it is.", "Sorry?"]);
});

test("STOP passes, and what was chosen is nobody's then", async () => {
  const { world, end } = await start();
  await world.hear("coffee for me");
  await world.hear("stop");
  expect(world.said.length).toBe(1);
  await end(chosen("order"));
  expect(world.said.length).toBe(1);
});

test("CANCEL passes and ends the choosing; what was said after it goes on", async () => {
  const { world, begun, end } = await start();
  await world.hear("coffee for me");
  await world.hear("kopi");
  await world.hear("cancel");
  expect(world.said.at(-1)).toBe("How many?");
  await end(chosen("hours"));
  expect(world.said.at(-1)).toBe("How many?");
  expect(begun.length).toBe(1);
});

test("HELP answers while it goes on", async () => {
  const { world, end } = await start();
  await world.hear("coffee for me");
  await world.hear("help");
  expect(world.said.length).toBe(1);
  await end(chosen("order"));
  expect(world.said.at(-1)).toBe("How many?");
});

test("nobody is asked for a person whom the bot may not answer", async () => {
  const { world, begun } = await start();
  await world.hear("human");
  await world.hear("coffee for me");
  expect(begun).toEqual([]);
});

test("a process that ends in between loses nothing, and chooses once", async () => {
  const { world, begun, end } = await start();
  await world.hear("coffee for me");
  await world.hear("three");
  await world.restart();
  for (let tries = 0; tries < 60 && begun.length < 2; tries += 1) {
    await world.clock.advance(2 * secondMs);
  }
  expect(begun.length).toBe(2);
  expect(begun[1]?.effect).toBe(begun[0]?.effect);
  await end({ kind: "failed", code: "server", message: "of the life before" });
  await end(chosen("order"));
  expect(world.said).toEqual(["How many?", "three it is."]);
});

test("an event waits behind the choosing", async () => {
  const shipped = flow(
    "shipped",
    "triggers: [{ event: order.shipped }]\nsteps:\n  - say: On its way.\n",
  );
  const { world, end } = await start([order, hours, fallback, shipped]);
  await world.hear("open?");
  await world.happen({ kind: "signal", name: "order.shipped", data: {} });
  expect(world.said).toEqual([]);
  await end(chosen("hours"));
  expect(world.said).toEqual(["From eight, open?", "On its way."]);
});

test("nobody looks for the revision of what only holds a message", async () => {
  const sought: string[] = [];
  const { world } = await start([order, hours, fallback], (revision) => sought.push(revision));
  await world.hear("coffee for me");
  for (const word of ["help", "menu", "human"]) await world.hear(word);
  expect(sought).toEqual([]);
});

test("a person of ours who answers meanwhile has the message, and nothing begins after them", async () => {
  const { world, begun, end } = await start();
  await world.hear("coffee for me");
  await world.happen({ kind: "echo", id: "e1", vendorKind: "text", sender: person });
  await end(chosen("order"));
  await world.clock.advance(settings.echoPauseMs + hourMs);
  expect(world.said).toEqual([]);
  await world.hear("kopi");
  expect(world.said).toEqual(["How many?"]);
  expect(begun.length).toBe(1);
});
