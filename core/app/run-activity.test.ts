import { expect, test } from "bun:test";
import { accountId, conversationId, effectId } from "#core/lib/ids.ts";
import { createRunActivity, runNoAction } from "./run-activity.ts";

test("what nobody does fails for good, by a name that a flow can compare with", async () => {
  const run = createRunActivity({ run: runNoAction }, runNoAction, runNoAction, runNoAction);
  const outcome = await run(
    {
      effect: effectId("run:3"),
      account: accountId("shop"),
      conversation: conversationId("c"),
      request: { port: "signal", name: "house", input: {} },
      timeoutMs: 1_000,
      attempts: 0,
    },
    new AbortController().signal,
  );
  expect(outcome).toMatchObject({ kind: "failed", code: "activity_unknown", isFinal: true });
});
