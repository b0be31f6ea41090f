import { expect, test } from "bun:test";
import { z } from "zod";
import type { AiReply } from "#core/model/ai.ts";
import type { ActivityOutcome } from "#core/model/event.ts";
import type { Activity } from "#core/model/ports/store.ts";
import { startWorld, type World } from "./testing/world.ts";

const faq = {
  file: "faq.flow.yaml",
  text: `flow: faq
format: 1
triggers: [{ message: any }]
steps:
  - ai: "{{ message.text }}"
    id: faq
    say: true
`,
};
const talk = {
  file: "talk.flow.yaml",
  text: `flow: talk
format: 1
triggers: [{ message: any }]
steps:
  - converse: Help them.
    id: talk
    until: "false"
    max_turns: 5
`,
};

const asked = z.object({ prompt: z.string() });

/** A bot whose AI answers when the test says so. */
async function start(flow = faq) {
  const begun: Activity[] = [];
  const ends: ((outcome: ActivityOutcome) => void)[] = [];
  const world: World = await startWorld({
    flows: [flow],
    runActivity: (activity) => {
      begun.push(activity);
      return new Promise((resolve) => ends.push(resolve));
    },
  });
  async function answer(text: string, value?: string): Promise<void> {
    const reply = {
      kind: value === undefined ? "text" : "json",
      text,
      ...(value === undefined ? {} : { value }),
      provider: "cepat",
      model: "m",
      inputTokens: 1,
      outputTokens: 1,
      costMicroUsd: 0,
      isCut: false,
    } satisfies AiReply;
    ends.shift()?.({ kind: "done", value: reply });
    await world.clock.advance(10);
  }
  const prompts = () => begun.map(({ request }) => asked.parse(request.input).prompt);
  const inputs = () => begun.map(({ request }) => request.input);
  return { world, answer, prompts, inputs };
}

test.each([
  ["ai", faq],
  ["converse", talk],
])("texts that come while %s is at work are one turn, in their order", async (_verb, flow) => {
  const { world, answer, prompts } = await start(flow);
  await world.hear("hello");
  await world.hear("are you open");
  await world.hear("on sunday?");
  expect(prompts()).toEqual(["hello"]);
  await answer("Hi!");
  expect(prompts()).toEqual(["hello", "are you open\non sunday?"]);
  await world.hear("and monday?");
  await answer("On both.");
  expect(prompts().at(-1)).toBe("and monday?");
  expect(world.said).toEqual(["Hi!", "On both."]);
  const events = await world.open.store.records.events({ kind: "message", limit: 10 });
  expect(events.map(({ state }) => state)).toEqual(["done", "done", "done", "done"]);
});

test("a photo between them keeps its place", async () => {
  const { world, answer, prompts } = await start();
  await world.hear("hello");
  await world.hear("look");
  await world.take({ kind: "media", id: "m9", media: { kind: "image", id: "1", caption: "this" } });
  await world.hear("nice?");
  for (const text of ["1", "2", "3", "4"]) await answer(text);
  expect(prompts()).toEqual(["hello", "look", "this", "nice?"]);
});

test("STOP ends a conversation with an AI at once, and nothing of it is said later", async () => {
  const { world, answer, prompts } = await start(talk);
  await world.hear("hello");
  await world.hear("stop");
  expect(world.said.length).toBe(1);
  await answer("Hi!");
  expect(world.said.length).toBe(1);
  expect(prompts().length).toBe(1);
});

test("after a restart they are handled one by one", async () => {
  const { world, answer, prompts } = await start();
  await world.hear("hello");
  await answer("Hi!");
  await world.restart();
  await world.hear("one");
  await world.hear("two");
  await answer("1");
  expect(prompts()).toEqual(["hello", "one", "two"]);
});

test("what an intent led to takes the first message along from its second question on", async () => {
  const { world, answer, inputs } = await start({
    file: "talk.flow.yaml",
    text: talk.text.replace("{ message: any }", "{ intent: wants to talk a little }"),
  });
  const saidAt = world.clock.now() - 5_000;
  await world.hear("let us talk", saidAt);
  await world.clock.advance(3_000);
  await answer("talk", "talk");
  await answer("Gladly.");
  await world.hear("so?");
  const [routed, first, second] = inputs();
  expect(routed).toMatchObject({ task: "route", prompt: "let us talk" });
  expect(first).toMatchObject({ prompt: "let us talk", historyFrom: saidAt });
  expect(second).toMatchObject({ prompt: "so?", historyFrom: saidAt });
});
