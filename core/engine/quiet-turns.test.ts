import { expect, test } from "bun:test";
import { openCatalog } from "#core/flow/catalog.ts";
import { compileFlows } from "#core/flow/compile-flows.ts";
import { createFlowSet } from "#core/flow/flow-set.ts";
import type { MessageIn } from "#core/model/message-in.ts";
import { person, startWorld } from "./testing/world.ts";

const texts = {
  thanks: "triggers: [{ reaction: 👍 }]\nsteps:\n  - say: Thanks!\n",
  moved: "triggers: [{ number_changed: {} }]\nsteps:\n  - say: A new number, I see.\n",
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
  expect(world.said).toEqual(["Who?", "Hello!", "Thanks!", "A new number, I see."]);
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

test("a reaction alone opens no window: what the flow says then is not sent", async () => {
  const world = await startWorld();
  world.engine.useFlows(flows("thanks"));
  await world.take(thumb("r1"));
  expect(world.said).toEqual([]);
});
