import { describe, expect, test } from "bun:test";
import { z } from "zod";
import type { Mock } from "#core/flow/read-test/flow-test.ts";
import { accountId, conversationId, effectId } from "#core/lib/ids.ts";
import type { Json } from "#core/lib/json.ts";
import { toMillis } from "#core/lib/millis.ts";
import type { ActionDeclaration } from "#core/model/ports/action.ts";
import type { Activity } from "#core/model/ports/store.ts";
import { VirtualClock } from "#core/plugin/testing/virtual-clock.ts";
import type { TestedAi } from "./answer-ai.ts";
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

describe("what stands in for a provider", () => {
  const ask = {
    task: "answer",
    providers: [],
    prompt: "open?",
    history: 0,
    tools: [],
    maxTokens: 9,
    language: "en",
  } as const;
  const one = { type: "object", properties: { value: { type: "integer" } } };

  function make(answer: Mock["answers"][number], more: Partial<TestedAi> = {}) {
    const clock = new VirtualClock(0);
    const mocks = createMocks([{ name: "lokal", at, answers: [answer], isEndless: true }]);
    const ai = { defaults: ["cepat", "lokal"], scripted: [], run: undefined, ...more };
    const asking = async (input: Json) => {
      const run = mocks.liveAi(ai, clock);
      const outcome = run(call("r:1", { port: "ai", name: "faq", input }), never);
      await clock.advance(0);
      return await outcome;
    };
    return { mocks, asking };
  }
  const never = new AbortController().signal;
  const gives = (value: Json) => ({ kind: "returns", value, delayMs: 0 }) as const;

  test.each<[string, Json, Mock["answers"][number], object]>([
    ["a text", ask, gives("Yes."), { kind: "text", text: "Yes.", provider: "lokal" }],
    ["data", { ...ask, schema: {} }, gives({ cups: 2 }), { kind: "json", value: { cups: 2 } }],
    ["one value", { ...ask, schema: one }, gives(2), { kind: "json", value: { value: 2 } }],
    ["a choice", { ...ask, task: "route" }, gives("hours"), { kind: "json", value: "hours" }],
    ["a refusal", ask, fails("refused"), { kind: "refused", reason: "scope" }],
  ])("answers with %s, in the form of the question", async (_name, input, answer, value) => {
    const { mocks, asking } = make(answer);
    expect(await asking(input)).toMatchObject({ kind: "done", value });
    expect(mocks.calls).toEqual([{ name: "lokal", input }]);
    expect(mocks.takeProblems()).toEqual([]);
  });

  test("fails by the word of the test, and where nobody stands in for the provider", async () => {
    expect(await make(fails("quota")).asking(ask)).toMatchObject({ code: "quota" });
    const { mocks, asking } = make(gives("Yes."));
    expect(await asking({ ...ask, providers: ["kantor"] })).toMatchObject({ code: "no_mock" });
    const message = "kantor was called and nothing stands in for it";
    expect(mocks.takeProblems()).toEqual([{ name: "kantor", message }]);
  });

  test("tells of data where a text is wanted", async () => {
    const { mocks, asking } = make(gives({ cups: 2 }));
    expect(await asking(ask)).toMatchObject({ code: "invalid_answer" });
    const message = "lokal is asked for a text here, and the test gives data";
    expect(mocks.takeProblems()).toEqual([{ name: "lokal", message }]);
  });

  test("is left out where the provider answers by rules; what it was asked is kept", async () => {
    const run = () => Promise.resolve({ kind: "done", value: "by rules" } as const);
    const { mocks, asking } = make(gives("Yes."), {
      defaults: ["kedai"],
      scripted: ["kedai"],
      run,
    });
    expect(await asking(ask)).toEqual({ kind: "done", value: "by rules" });
    expect(mocks.calls).toEqual([{ name: "kedai", input: ask }]);
  });
});

test("what would be answered the same again is final, as those who ask over http tell it", async () => {
  const outcomes = ["http_404", "http_429", "http_503", "http_500", "too_late"].map(
    async (reason) => {
      const { live } = make([fails(reason)]);
      const outcome = await live()(call("e"));
      return [
        reason,
        typeof outcome === "object" && "isFinal" in outcome && outcome.isFinal === true,
      ];
    },
  );
  expect(Object.fromEntries(await Promise.all(outcomes))).toEqual({
    http_404: true,
    http_429: false,
    http_503: false,
    http_500: false,
    too_late: false,
  });
});
