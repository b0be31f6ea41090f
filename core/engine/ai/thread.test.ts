import { describe, expect, test } from "bun:test";
import type { AiEvent } from "#core/model/ports/ai-provider.ts";
import { AiWorld, activityOf, askOf, replyOf } from "./testing/ai-world.ts";
import { type Line, scriptedProvider } from "./testing/scripted-provider.ts";

const text = (words: string): AiEvent => ({ kind: "text", text: words });
const never = new AbortController().signal;

describe("a provider that keeps the history itself", () => {
  test("is asked in the thread that it gave, one for each conversation", async () => {
    const world = new AiWorld();
    const one = await world.hear("Halo", "1");
    const two = await world.hear("Halo", "2");
    const done: AiEvent = { kind: "done", reason: "stop", conversation: "thread-1" };
    const capabilities = { history: "provider" } as const;
    const provider = scriptedProvider(world.clock, [[text("ya"), done]], { capabilities });
    const run = world.runner([provider]);
    for (const [index, conversation] of [one, one, two].entries()) {
      await world.wait(run(activityOf(askOf(), conversation, `run${index}:1`), never), 1_000);
    }
    expect(provider.requests.map(({ conversation }) => conversation)).toEqual([
      { timeZone: "Asia/Jakarta" },
      { id: "thread-1", timeZone: "Asia/Jakarta" },
      { timeZone: "Asia/Jakarta" },
    ]);
  });

  const keeping = { capabilities: { history: "provider", jsonSchema: "none" } } as const;
  const inThread = (thread: string): AiEvent => ({
    kind: "done",
    reason: "stop",
    conversation: thread,
  });

  /** Asks so often in one conversation; what was asked in which thread. */
  async function threadsOf(
    script: readonly (readonly Line[])[],
    times: number,
    change: Parameters<typeof askOf>[0] = {},
  ) {
    const world = new AiWorld();
    const conversation = await world.hear("Halo");
    const provider = scriptedProvider(world.clock, script, keeping);
    const run = world.runner([provider]);
    const outcomes = [];
    for (let time = 0; time < times; time += 1) {
      const activity = activityOf(askOf(change), conversation, `run${time}:1`);
      outcomes.push(await world.wait(run(activity, never), 1_000));
    }
    return { outcomes, provider, ids: provider.requests.map((item) => item.conversation?.id) };
  }

  test.each([404, 410])("begins a new one where the old is gone (%p)", async (status) => {
    const error = { kind: "bad_request", message: "gone", status } as const;
    const { outcomes, ids } = await threadsOf(
      [
        [text("ya"), inThread("one")],
        [{ kind: "done", reason: "error", error }],
        [text("lagi"), inThread("two")],
        [text("dan lagi"), inThread("two")],
      ],
      3,
    );
    expect(outcomes.map((outcome) => replyOf(outcome).text)).toEqual(["ya", "lagi", "dan lagi"]);
    expect(ids).toEqual([undefined, "one", undefined, "two"]);
  });

  test("forgets one that takes no more questions", async () => {
    const { ids } = await threadsOf(
      [
        [text("ya"), inThread("one")],
        [{ kind: "done", reason: "refused" }],
        [text("ya"), inThread("two")],
      ],
      3,
    );
    expect(ids).toEqual([undefined, "one", undefined]);
  });

  test("is asked once more in the same one where an answer has not its form", async () => {
    const { outcomes, ids, provider } = await threadsOf(
      [
        [text("tiga"), inThread("one")],
        [text("3"), inThread("one")],
      ],
      1,
      { schema: { type: "integer" } },
    );
    expect(outcomes.map((outcome) => replyOf(outcome).value)).toEqual([3]);
    expect(ids).toEqual([undefined, "one"]);
    expect(provider.requests[1]?.messages).toHaveLength(1);
  });
});
