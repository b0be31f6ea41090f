import { describe, expect, test } from "bun:test";
import { z } from "zod";
import type { Mock } from "#core/flow/read-test/flow-test.ts";
import { accountId, conversationId, effectId } from "#core/lib/ids.ts";
import { toMillis } from "#core/lib/millis.ts";
import type { ActionDeclaration } from "#core/model/ports/action.ts";
import type { Activity } from "#core/model/ports/store.ts";
import { VirtualClock } from "#core/plugin/testing/virtual-clock.ts";
import { createMocks } from "./create-mocks.ts";

const at = { file: "x.test.yaml", line: 4, column: 7, endLine: 4, endColumn: 16 };
const returns = (value: number, delayMs = 0) => ({ kind: "returns", value, delayMs }) as const;
const fails = (reason: string) =>
  ({ kind: "fails", reason, message: undefined, delayMs: 0 }) as const;

function call(effect: string, more: Partial<Activity["request"]> = {}, attempts = 0): Activity {
  return {
    effect: effectId(effect),
    account: accountId("whatsapp"),
    conversation: conversationId("c"),
    request: { port: "action", name: "shop.read", input: { cups: 2 }, ...more },
    timeoutMs: 1_000,
    attempts,
  };
}

const declare = (name: string, isIdempotent: boolean): ActionDeclaration => ({
  name,
  about: "For tests.",
  input: z.object({ cups: z.number() }),
  output: z.union([z.number(), z.object({ number: z.string() })]),
  isIdempotent,
});
const actions = new Map([
  ["shop", [declare("order", false), declare("read", true)]],
  ["crm", [declare("find", true)]],
]);

function make(answers: Mock["answers"], isEndless = false, name = "shop.read") {
  const clock = new VirtualClock(0);
  const mocks = createMocks([{ name, at, answers, isEndless }]);
  const live = () => {
    const run = mocks.live(actions, clock);
    return async (activity: Activity) => {
      const answer = run(activity, new AbortController().signal);
      await clock.advance(0);
      return await Promise.race([answer, Promise.resolve("silence")]);
    };
  };
  return { clock, mocks, live };
}

describe("what stands in for an action", () => {
  test("gives a list's answers one a call, and remembers what was asked", async () => {
    const { mocks, live } = make([fails("http_503"), returns(7)]);
    const ask = live();
    expect(await ask(call("r:1"))).toMatchObject({ kind: "failed", code: "http_503" });
    expect(await ask(call("r:2"))).toEqual({ kind: "done", value: 7 });
    const called = { name: "shop.read", input: { cups: 2 } };
    expect(mocks.calls).toEqual([called, called]);
    expect(mocks.takeProblems()).toEqual([]);
  });

  test("gives a single answer to every call", async () => {
    const { live } = make([returns(7)], true);
    const ask = live();
    for (const effect of ["r:1", "r:2", "r:3"]) {
      expect(await ask(call(effect))).toEqual({ kind: "done", value: 7 });
    }
  });

  test("`unknown` is an outcome that nobody knows", async () => {
    const { live } = make([fails("unknown")]);
    expect(await live()(call("r:1"))).toMatchObject({ kind: "unknown", isRepeatable: true });
    const once = make([fails("unknown")], false, "shop.order");
    const order = call("r:1", { name: "shop.order" });
    expect(await once.live()(order)).toMatchObject({ kind: "unknown", isRepeatable: false });
  });

  test("answers after its delay", async () => {
    const { clock, live } = make([returns(7, 3_000)]);
    const ask = live();
    expect(await ask(call("r:1"))).toBe("silence");
    expect(clock.nextAt).toBe(toMillis(3_000));
  });

  test("tells of a call too many, and of one that nobody expected, once", async () => {
    const { mocks, live } = make([returns(7)]);
    const ask = live();
    await ask(call("r:1"));
    expect(await ask(call("r:2"))).toMatchObject({ kind: "failed", code: "no_mock" });
    await ask(call("r:3", { name: "crm.find" }));
    expect(mocks.takeProblems()).toEqual([
      { name: "shop.read", message: "shop.read was called 2 times and has 1 answers" },
      { name: "crm.find", message: "crm.find was called and nothing stands in for it" },
    ]);
    expect(mocks.takeProblems()).toEqual([]);
  });

  test("tells of an answer that the action can never give", async () => {
    const { mocks, live } = make([{ kind: "returns", value: "seven", delayMs: 0 }]);
    expect(await live()(call("r:1"))).toMatchObject({ kind: "failed", code: "output_invalid" });
    expect(mocks.takeProblems()[0]?.message).toContain("shop.read: its result does not fit");
  });

  test("is not asked what the action would refuse", async () => {
    const { mocks, live } = make([returns(7)]);
    const wrong = call("r:1", { input: { cups: "two" } });
    expect(await live()(wrong)).toMatchObject({ kind: "failed", code: "input_invalid" });
    expect(mocks.calls).toEqual([]);
  });

  test("stands in for providers by their name alone", async () => {
    const { live } = make([returns(7)], false, "house");
    const ask = call("r:1", { port: "ai", name: "house", input: {} });
    expect(await live()(ask)).toEqual({ kind: "done", value: 7 });
  });
});

describe("what was lost with a process", () => {
  test("is answered the same again, and counts once", async () => {
    const { mocks, live } = make([returns(1), returns(2)]);
    await live()(call("r:1"));
    const next = live();
    expect(await next(call("r:1"))).toEqual({ kind: "done", value: 1 });
    expect(await next(call("r:2"))).toEqual({ kind: "done", value: 2 });
    expect(mocks.calls).toHaveLength(2);
  });

  test("is not asked again if it may not be done twice", async () => {
    const { mocks, live } = make([returns(1)], false, "shop.order");
    const order = { name: "shop.order" };
    await live()(call("r:1", order));
    const again = await live()(call("r:1", order, 1));
    expect(again).toMatchObject({ kind: "unknown", isRepeatable: false });
    expect(mocks.calls).toHaveLength(1);
  });

  test("is not what the same process tries again", async () => {
    const { live } = make([fails("http_503"), returns(2)]);
    const ask = live();
    await ask(call("r:1"));
    expect(await ask(call("r:1"))).toEqual({ kind: "done", value: 2 });
  });
});
