import { expect, test } from "bun:test";
import { hourMs } from "#core/lib/millis.ts";
import { startWorld } from "./testing/world.ts";

const flow = (name: string, text: string) => ({
  file: `${name}.flow.yaml`,
  text: `flow: ${name}\nformat: 1\n${text}`,
});
const who = flow("who", "triggers: [{ message: who }]\nsteps:\n  - ask: Who?\n    id: who\n");
const pay = flow(
  "pay",
  `triggers: [{ message: pay }]
steps:
  - wait: { event: paid, timeout: 2h }
    id: paid
    on_timeout: late
  - ask: Where to?
    id: place
  - say: On its way.
  - end
  - say: Too late.
    id: late
`,
);

test("an event that a run holds wins over its time, which runs out meanwhile", async () => {
  const world = await startWorld({ flows: [who, pay] });
  await world.hear("pay");
  await world.hear("who");
  await world.happen({ kind: "signal", name: "paid", data: {} }, "signal:1");
  await world.clock.advance(3 * hourMs);
  await world.hear("Sari");
  expect(world.said).toEqual(["Who?", "Where to?"]);
});
