import { describe, expect, test } from "bun:test";
import type { FlowTest, TestStep } from "#core/flow/read-test/flow-test.ts";
import { BotError } from "#core/lib/bot-error.ts";
import { toMillis } from "#core/lib/millis.ts";
import { runSteps } from "./run-steps.ts";
import type { Said } from "./said.ts";
import type { TestWorld } from "./test-world.ts";

function at(line: number) {
  return { file: "x.test.yaml", line, column: 9, endLine: line, endColumn: 12 };
}

function makeTest(...steps: readonly ((line: ReturnType<typeof at>) => TestStep)[]): FlowTest {
  const contact = {
    name: undefined,
    language: undefined,
    consent: undefined,
    hasPhone: true,
    isNew: false,
    tags: [],
    profile: {},
  };
  const placed = steps.map((make, index) => make(at(index + 1)));
  return { name: "t", at: at(0), contact, now: undefined, mocks: [], steps: placed };
}

const user = (text: string) => (place: ReturnType<typeof at>) =>
  ({ kind: "user", at: place, acts: [{ kind: "text", text }] }) as const;
const bot = (text: string) => (place: ReturnType<typeof at>) =>
  ({ kind: "bot", at: place, message: { text } }) as const;
const count = (number: number) => (place: ReturnType<typeof at>) =>
  ({ kind: "count", at: place, count: number }) as const;
const crash = (place: ReturnType<typeof at>) => ({ kind: "crash", at: place }) as const;

/** A bot that answers each word of what is written with a message of its own. */
function createEchoWorld(crashAt = 3): TestWorld {
  const shown = (text: string): Said => ({
    shown: {
      vendorId: text,
      person: { name: "Sari" },
      at: toMillis(0),
      text,
      options: [],
      body: {},
    },
    options: [],
    parts: {},
  });
  return {
    personName: "Sari",
    now: () => toMillis(0),
    async happen(happening, crashPoint) {
      const act = happening.kind === "user" ? happening.acts[0] : undefined;
      if (act?.kind !== "text") throw new Error("no");
      if (act.text === "boom") throw new BotError("X_BOOM", "it cannot be done");
      const said = act.text.split(" ").filter((word) => word !== "");
      const isCrashReached = crashPoint !== undefined && crashPoint < crashAt;
      const problems = said.includes("unmocked")
        ? [{ name: "x.y", message: "x.y was called" }]
        : [];
      return { said: said.map(shown), notes: [], problems, isCrashReached };
    },
    state: () =>
      Promise.resolve({
        runs: [],
        contact: undefined,
        owner: "bot",
        handoff: undefined,
        calls: [],
      }),
    close: () => Promise.resolve(),
  };
}

async function play(test: FlowTest) {
  return await runSteps(test, "echo", createEchoWorld());
}

describe("every message has to be named, in order", () => {
  test("a test that names them all passes", async () => {
    const { failure } = await play(
      makeTest(user("a b c"), bot("a"), count(2), user("d"), bot("d")),
    );
    expect(failure).toBeUndefined();
  });

  test("what nobody names is a failure at the last step before it", async () => {
    const inBetween = await play(makeTest(user("a b"), bot("a"), user("c"), bot("c")));
    expect(inBetween.failure).toMatchObject({
      at: { line: 2 },
      unnamed: [{ shown: { text: "b" } }],
    });
    const atTheEnd = await play(makeTest(user("a b")));
    expect(atTheEnd.failure).toMatchObject({
      at: { line: 1 },
      unnamed: [{ shown: { text: "a" } }, { shown: { text: "b" } }],
    });
  });

  test("a line too many is a failure at that line", async () => {
    const { failure } = await play(makeTest(user("a"), bot("a"), bot("b")));
    expect(failure).toMatchObject({
      at: { line: 3 },
      message: "the bot said nothing more",
      expected: ["b"],
    });
  });

  test("another text is a failure with both, and the transcript ends before it", async () => {
    const { failure, transcript } = await play(makeTest(user("a b"), bot("a"), bot("x")));
    expect(failure).toMatchObject({ at: { line: 3 }, expected: ["x"], actual: ["b"] });
    expect(transcript.map((line) => line.kind)).toEqual(["person", "bot"]);
  });

  test("a count names exactly so many; 0 says that there is none", async () => {
    const rest = await play(makeTest(user("a b c"), count(2), bot("c")));
    expect(rest.failure).toBeUndefined();
    const fewer = await play(makeTest(user("a"), count(2)));
    expect(fewer.failure?.message).toBe("the bot said 1, not 2");
    const none = await play(makeTest(user("a"), count(0)));
    expect(none.failure).toMatchObject({ at: { line: 2 }, message: "the bot said 1, not 0" });
    const silent = await play(makeTest(user(""), count(0)));
    expect(silent.failure).toBeUndefined();
  });
});

test("what cannot be done is a failure at its line, not an error of the runner", async () => {
  const { failure } = await play(makeTest(user("boom"), bot("x")));
  expect(failure).toMatchObject({ at: { line: 1 }, message: "X_BOOM: it cannot be done" });
});

test("a crash is planned for the step before its line, and the transcript tells of it", async () => {
  const crashing = makeTest(user("a"), crash, bot("a"), user("b"), crash, bot("b"));
  const run = (step: number, point: number) =>
    runSteps(crashing, "echo", createEchoWorld(), { crash: { step, point } });
  const early = await run(0, 1);
  expect(early.isCrashReached).toBe(true);
  expect(early.transcript).toContainEqual({
    kind: "note",
    text: "the process died right after write 1 to the store, and started again",
  });
  expect((await run(3, 3)).isCrashReached).toBe(false);
  expect((await run(2, 0)).isCrashReached).toBe(false);
});

test("a call that nothing stands in for is a failure at the act that led to it", async () => {
  const { failure } = await play(makeTest(user("unmocked"), bot("unmocked")));
  expect(failure).toMatchObject({
    at: { line: 1 },
    message: "x.y was called",
    unmocked: "x.y",
  });
  expect(failure?.hint).toContain("mocks:");
});

describe("texts that are taken over", () => {
  const writtenAt = (path: readonly (string | number)[], more: object = {}) => {
    return (place: ReturnType<typeof at>) =>
      ({
        kind: "bot",
        at: place,
        message: { text: "old", ...more },
        textPath: path,
      }) as const;
  };
  const take = (test: FlowTest) => runSteps(test, "echo", createEchoWorld(), { takesTexts: true });

  test("become edits, and the test goes on", async () => {
    const { failure, edits } = await take(
      makeTest(user("a b"), writtenAt(["x"]), bot("b"), user("c"), writtenAt(["y"])),
    );
    expect(failure).toBeUndefined();
    expect(edits).toEqual([
      { path: ["x"], text: "a" },
      { path: ["y"], text: "c" },
    ]);
  });

  test("what else the line says must still be so", async () => {
    const { failure, edits } = await take(
      makeTest(user("a"), writtenAt(["x"], { options: ["Yes"] })),
    );
    expect(failure?.message).toBe("the options are different");
    expect(edits).toEqual([{ path: ["x"], text: "a" }]);
  });

  test("a line that does not write its text out is not edited", async () => {
    const { failure, edits } = await take(makeTest(user("a"), bot("x")));
    expect(failure?.message).toBe("the text is different");
    expect(edits).toEqual([]);
  });
});
