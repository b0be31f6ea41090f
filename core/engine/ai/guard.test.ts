import { describe, expect, test } from "bun:test";
import { VirtualClock } from "sapa/plugin/testing";
import type { AiEvent, AiRequest } from "#core/model/ports/ai-provider.ts";
import { createGuard } from "./guard.ts";
import { type Line, scriptedProvider } from "./testing/scripted-provider.ts";

const request: AiRequest = {
  messages: [{ role: "user", parts: [{ kind: "text", text: "halo" }] }],
  maxTokens: 10,
};
const text = (words: string): AiEvent => ({ kind: "text", text: words });
const usage: AiEvent = { kind: "usage", inputTokens: 3, outputTokens: 2 };
const done = (reason: "stop" | "length" | "tools" | "refused" | "aborted" | "error"): AiEvent => ({
  kind: "done",
  reason,
});

async function ask(lines: readonly Line[], options: { readonly abortAfterMs?: number } = {}) {
  const clock = new VirtualClock(0);
  const provider = scriptedProvider(clock, [lines], {
    deadlines: { firstEventMs: 5_000, idleMs: 2_000 },
  });
  const stop = new AbortController();
  if (options.abortAfterMs !== undefined) clock.after(options.abortAfterMs, () => stop.abort());
  const asking = createGuard({ provider, clock })(request, { signal: stop.signal });
  await clock.advance(600_000);
  return { attempt: await asking, clock, provider };
}

describe("the guard", () => {
  test("folds a stream into one answer", async () => {
    const { attempt } = await ask([text("Ha"), text("lo"), usage, done("stop")]);
    expect(attempt).toMatchObject({ kind: "answered", text: "Halo", usage, isCut: false });
  });

  test("lets a text that stands for all before it replace it", async () => {
    const { attempt } = await ask([text("Ha"), { kind: "replace", text: "Yo" }, done("stop")]);
    expect(attempt).toMatchObject({ kind: "answered", text: "Yo" });
  });

  test.each<[string, readonly Line[], string, string]>([
    ["does not begin", ["hang"], "timeout", "nothing came within 5 s"],
    ["falls silent", [text("a"), "hang"], "timeout", "fell silent for 2 s"],
    ["is late at each word for ever", ["drip"], "timeout", "more than 300 s"],
    ["ends without its end", [text("a"), "end"], "protocol", "ended before its end"],
    ["ends at once", ["end"], "protocol", "ended before its end"],
    ["throws", [text("a"), "throw"], "protocol", "it threw"],
    ["stops by itself", [done("aborted")], "protocol", "stopped by itself"],
    ["fails without a reason", [done("error")], "protocol", "did not say how"],
    ["wants results of no call", [done("tools")], "protocol", "did not make"],
  ])("a stream that %s is a failure, and told to stop", async (_, lines, kind, words) => {
    const { attempt, clock, provider } = await ask(lines);
    expect(attempt).toMatchObject({ kind: "failed", failure: { kind } });
    expect(attempt).toMatchObject({ failure: { message: expect.stringContaining(words) } });
    expect(provider.isStopped).toBe(true);
    expect(clock.pending).toBe(0);
  });

  test("a slow start counts as long as the provider says, a slow word not", async () => {
    const { attempt } = await ask([4_900, text("a"), 1_900, text("b"), 1_900, done("stop")]);
    expect(attempt).toMatchObject({ kind: "answered", text: "ab" });
  });

  test.each<[string, readonly Line[], number]>([
    ["before the first word", ["hang"], 1_000],
    ["in the stream", [text("a"), "drip"], 3_000],
    ["when the provider does not listen", [text("a"), "deaf"], 1_000],
  ])("an abort %s ends the question at once", async (_, lines, abortAfterMs) => {
    const { attempt, clock, provider } = await ask(lines, { abortAfterMs });
    expect(attempt).toMatchObject({ kind: "aborted" });
    expect(provider.isStopped).toBe(true);
    expect(clock.pending).toBe(0);
  });

  test("what was aborted before is not asked", async () => {
    const clock = new VirtualClock(0);
    const provider = scriptedProvider(clock, [[text("a"), done("stop")]]);
    const attempt = await createGuard({ provider, clock })(request, {
      signal: AbortSignal.abort(),
    });
    expect(attempt).toMatchObject({ kind: "aborted", hasBegun: false });
    expect(provider.requests).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  test("an answer far past its greatest length is cut, and the stream ended", async () => {
    const { attempt, provider } = await ask([text("a".repeat(170)), "drip"]);
    expect(attempt).toMatchObject({ kind: "answered", text: "a".repeat(160), isCut: true });
    expect(provider.isStopped).toBe(true);
  });

  test("what comes after the end is nothing", async () => {
    const { attempt } = await ask([text("a"), done("stop"), text("b"), done("refused")]);
    expect(attempt).toMatchObject({ kind: "answered", text: "a", isRefused: false });
  });

  test("tells what a failure may have cost", async () => {
    const { attempt } = await ask([text("abc"), usage, "end"]);
    expect(attempt).toMatchObject({ kind: "failed", hasBegun: true, usage, textChars: 3 });
  });
});
