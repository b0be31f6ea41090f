import { expect, test } from "bun:test";
import { openCatalog } from "#core/flow/catalog.ts";
import { compileFlows } from "#core/flow/compile-flows.ts";
import { createFlowSet } from "#core/flow/flow-set.ts";
import type { MessageIn } from "#core/model/message-in.ts";
import { person, startWorld } from "./testing/world.ts";

const texts = {
  thanks: `triggers: [{ reaction: 👍 }]
steps:
  - template: { name: thanks, language: en, body: [] }
`,
  chatty: `triggers: [{ reaction: 👍 }, { message: danke }]
steps:
  - say: Thanks!
  - template: { name: thanks, language: en, body: [] }
`,
  moved: `triggers: [{ number_changed: {} }]
steps:
  - template: { name: moved, language: en, body: [] }
`,
  ask: "triggers: [{ message: hi }]\nsteps:\n  - ask: Who?\n    id: who\n  - say: Hello!\n",
};

function flows(...names: readonly (keyof typeof texts)[]) {
  const sources = names.map((name) => ({
    file: `${name}.flow.yaml`,
    text: `flow: ${name}\nformat: 1\n${texts[name]}`,
  }));
  return createFlowSet(compileFlows(sources, openCatalog).programs);
}

const thumb = (id: string): MessageIn => ({ kind: "reaction", id, target: "out", emoji: "👍" });
const newNumber = {
  kind: "identity",
  sender: { ...person, addresses: [...person.addresses, { kind: "phone", value: "62812" }] },
} as const;

test("a reaction and a changed number open a turn in the flows that declare them", async () => {
  const world = await startWorld();
  world.engine.useFlows(flows("thanks", "moved", "ask"));
  await world.hear("hi");
  await world.hear("Sari");
  await world.take(thumb("r1"));
  await world.happen(newNumber);
  expect(world.said).toEqual(["Who?", "Hello!", "[thanks]", "[moved]"]);
});

test("they come to nothing while a question is open, and the question stays open", async () => {
  const world = await startWorld();
  world.engine.useFlows(flows("thanks", "moved", "ask"));
  await world.hear("hi");
  await world.take(thumb("r1"));
  await world.happen(newNumber);
  await world.hear("Sari");
  expect(world.said).toEqual(["Who?", "Hello!"]);
});

test("without a flow that declares them they are only kept", async () => {
  const world = await startWorld();
  world.engine.useFlows(flows("ask"));
  await world.take(thumb("r1"));
  await world.happen(newNumber);
  expect(world.said).toEqual([]);
  expect(world.engine.isIdle()).toBe(true);
});

test("a run that a reaction began sends templates alone, also in an open window", async () => {
  const world = await startWorld();
  world.engine.useFlows(flows("chatty"));
  await world.hear("danke");
  expect(world.said).toEqual(["Thanks!", "[thanks]"]);
  await world.take(thumb("r1"));
  expect(world.said).toEqual(["Thanks!", "[thanks]", "[thanks]"]);
});
