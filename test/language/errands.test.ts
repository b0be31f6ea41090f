import { expect, test } from "bun:test";
import { runFlowTests } from "#core/app/flow-test/run-flow-tests.ts";

/** Flows that call each other, run actions, hand over and send events, in one conversation. */
const folder = `${import.meta.dir}/fixtures/errands`;

test("calls, actions, handoffs and events go together", async () => {
  const { output } = await runFlowTests(folder, { nowMs: () => 0 });
  expect(output).toEndWith("3 passed, 0 failed");
});

test("and so they do when the process dies at any write", async () => {
  const { output } = await runFlowTests(folder, { nowMs: () => 0, crashesEverywhere: true });
  expect(output).toEndWith("3 passed, 0 failed");
}, 60_000);
