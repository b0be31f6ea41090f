import { expect, test } from "bun:test";
import { accountId, conversationId, effectId } from "#core/lib/ids.ts";
import { createRunActivity, runNoAction } from "./run-activity.ts";

test("a chat of the terminal says of an AI where it is asked", async () => {
  const told = async (port: "ai" | "action") => {
    const activity = {
      effect: effectId("run:3"),
      account: accountId("shop"),
      conversation: conversationId("c"),
      request: { port, name: "faq", input: {} },
      timeoutMs: 1_000,
      attempts: 0,
    };
    const outcome = await runNoAction(activity, new AbortController().signal);
    return outcome.kind === "failed" ? outcome.message : undefined;
  };
  expect(await told("ai")).toContain("sapa dev asks");
  expect(await told("action")).toContain("actions do not run here");
});

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
