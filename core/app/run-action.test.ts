import { describe, expect, test } from "bun:test";
import { z } from "zod";
import { accountId, conversationId, effectId } from "#core/lib/ids.ts";
import type { Json } from "#core/lib/json.ts";
import type { ActionCall, ActionOutcome } from "#core/model/ports/action.ts";
import type { Activity } from "#core/model/ports/store.ts";
import { createActionRunner } from "./run-action.ts";

const calls: ActionCall[] = [];

/** A shop whose `order` may not be made twice, and whose answers the test chooses. */
function runner(answer: (call: ActionCall) => Promise<ActionOutcome>) {
  calls.length = 0;
  const input = z.strictObject({ cups: z.int(), sugar: z.boolean().default(false) });
  const output = z.object({ number: z.string() });
  const common = { about: "Does it.", input, output };
  return createActionRunner(
    new Map([
      [
        "shop",
        {
          declarations: [
            { name: "order", ...common, isIdempotent: false },
            { name: "price", ...common, isIdempotent: true },
          ],
          run: (call: ActionCall) => {
            calls.push(call);
            return answer(call);
          },
        },
      ],
    ]),
  );
}

function activity(name: string, input: Json, changes: Partial<Activity> = {}): Activity {
  return {
    effect: effectId("run:3"),
    account: accountId("shop"),
    conversation: conversationId("c"),
    request: { port: "action", name, input },
    timeoutMs: 1_000,
    attempts: 0,
    ...changes,
  };
}

const never = new AbortController().signal;
const done = () => Promise.resolve({ kind: "done", value: { number: "K-17", secret: 1 } } as const);

test("an action gets what fits, with defaults, and the key of the first try", async () => {
  const run = runner(done);
  const outcome = await run(
    activity("shop.order", { cups: 2 }, { effect: effectId("run:3~2") }),
    never,
  );
  expect(outcome).toEqual({ kind: "done", value: { number: "K-17" } });
  expect(calls).toEqual([
    { action: "order", input: { cups: 2, sugar: false }, key: "run:3", timeoutMs: 1_000 },
  ]);
});

describe("nothing is asked of a plugin", () => {
  test.each([
    ["shop.gone", { cups: 2 }, "action_unknown"],
    ["other.order", { cups: 2 }, "action_unknown"],
    ["shop.order", { cups: "two" }, "input_invalid"],
    ["shop.order", { cups: 2, tip: 1 }, "input_invalid"],
  ])("%s with %j", async (name, input, code) => {
    const run = runner(done);
    expect(await run(activity(name, input), never)).toMatchObject({
      kind: "failed",
      code,
      isFinal: true,
    });
    expect(calls).toEqual([]);
  });

  test("that was cut off and may not be done twice", async () => {
    const again = { attempts: 1 };
    const run = runner(done);
    expect(await run(activity("shop.order", { cups: 2 }, again), never)).toMatchObject({
      kind: "unknown",
      isRepeatable: false,
    });
    expect(calls).toEqual([]);
    expect((await run(activity("shop.price", { cups: 2 }, again), never)).kind).toBe("done");
    expect(calls.length).toBe(1);
  });
});

describe("nobody knows what was done", () => {
  const cases: readonly [string, () => Promise<ActionOutcome>][] = [
    ["the plugin says so", () => Promise.resolve({ kind: "unknown", message: "cut off" })],
    ["its code fails", () => Promise.reject(new Error("a bug"))],
    [
      "its code fails before there is a promise",
      () => {
        throw new Error("a bug");
      },
    ],
    ["the time is over", () => new Promise(() => {})],
  ];
  test.each(cases)("when %s", async (_when, answer) => {
    const abort = new AbortController();
    const run = runner(answer);
    const order = run(activity("shop.order", { cups: 2 }), abort.signal);
    const price = run(activity("shop.price", { cups: 2 }), abort.signal);
    abort.abort();
    expect(await order).toMatchObject({ kind: "unknown", isRepeatable: false });
    expect(await price).toMatchObject({ kind: "unknown", isRepeatable: true });
  });
});

test("a result that is not what was declared does not reach the flow", async () => {
  const run = runner(() => Promise.resolve({ kind: "done", value: { number: 17 } }));
  expect(await run(activity("shop.price", { cups: 2 }), never)).toMatchObject({
    kind: "failed",
    code: "output_invalid",
    isFinal: true,
  });
});

test("what was done and cannot be looked at is not done again", async () => {
  const output = z.unknown().transform(() => {
    throw new Error("a bug");
  });
  const order = { name: "order", about: "Does it.", input: z.unknown(), output };
  const declarations = [{ ...order, isIdempotent: true }];
  const run = createActionRunner(new Map([["shop", { declarations, run: done }]]));
  const outcome = await run(activity("shop.order", {}), never);
  expect(outcome).toEqual({ kind: "unknown", message: "a bug", isRepeatable: false });
});
