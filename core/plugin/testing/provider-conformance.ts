import { describe, test } from "bun:test";
import assert from "node:assert/strict";
import type { AiEvent, AiProvider, AiRequest } from "#core/model/ports/ai-provider.ts";
import type { LoadedProviderPlugin } from "#core/plugin/define-plugin.ts";
import { createQuietLog } from "./quiet-log.ts";
import { SeededRandom } from "./seeded-random.ts";
import { VirtualClock } from "./virtual-clock.ts";

/** A provider under test and questions that make it show each of its ways. */
export interface ProviderSubject {
  readonly title: string;
  /** A fresh provider on the given clock. */
  create(clock: VirtualClock): AiProvider;
  /** Is answered with text. */
  readonly question: string;
  /** Fails; the stream tells how. */
  readonly failing: string;
  /** Is answered late: at least a second of the clock passes before it ends. */
  readonly slow: string;
}

/** One promise of the AiProvider port. It throws when the promise is broken. */
export interface ProviderCheck {
  readonly name: string;
  run(subject: ProviderSubject): Promise<void>;
}

/** Every promise of the AiProvider port, as the engine relies on it. */
export const providerChecks: readonly ProviderCheck[] = [
  {
    name: "an answer is text, then usage, then exactly one done",
    run: async (subject) => {
      const events = await collect(subject, subject.question);
      checkEnd(events, "stop");
      assert.ok(textOf(events).length > 0, "there is text");
      const usage = events.filter((event) => event.kind === "usage");
      assert.equal(usage.length, 1, "usage is told once");
      assert.ok(usage.every((event) => event.inputTokens > 0 && event.outputTokens > 0));
    },
  },
  {
    name: "a limit of tokens ends the answer early and says so",
    run: async (subject) => {
      const events = await collect(subject, subject.question, { maxTokens: 1 });
      checkEnd(events, "length");
      const whole = await collect(subject, subject.question);
      assert.ok(textOf(events).length < textOf(whole).length);
      assert.ok(textOf(whole).startsWith(textOf(events)));
    },
  },
  {
    name: "a failure is told in the stream and not thrown",
    run: async (subject) => {
      const done = checkEnd(await collect(subject, subject.failing), "error");
      assert.ok(done.error !== undefined && done.error.message !== "");
    },
  },
  {
    name: "an abort ends the stream soon, and nothing is left behind",
    run: async (subject) => {
      const clock = new VirtualClock(0);
      const stop = new AbortController();
      const stream = subject.create(clock).stream(requestOf(subject.slow), stop.signal);
      const reading = readAll(stream);
      await clock.settle();
      stop.abort();
      checkEnd(await reading, "aborted");
      assert.equal(clock.pending, 0, "no timer is left");
    },
  },
  {
    name: "a question that was aborted before it was asked is not answered",
    run: async (subject) => {
      const provider = subject.create(new VirtualClock(0));
      const events = await readAll(
        provider.stream(requestOf(subject.question), AbortSignal.abort()),
      );
      checkEnd(events, "aborted");
      assert.equal(textOf(events), "");
    },
  },
  {
    name: "a reader that leaves early leaves nothing behind",
    run: async (subject) => {
      const clock = new VirtualClock(0);
      const provider = subject.create(clock);
      const signal = new AbortController().signal;
      for await (const event of provider.stream(requestOf(subject.question), signal)) {
        if (event.kind === "text") break;
      }
      assert.equal(clock.pending, 0, "no timer is left");
    },
  },
  {
    name: "two questions at once do not mix",
    run: async (subject) => {
      const provider = subject.create(new VirtualClock(0));
      const signal = new AbortController().signal;
      const [first, second] = await Promise.all([
        readAll(provider.stream(requestOf(subject.question), signal)),
        readAll(provider.stream(requestOf(subject.question), signal)),
      ]);
      checkEnd(first, "stop");
      checkEnd(second, "stop");
    },
  },
  {
    name: "the probe says that it works",
    run: async (subject) => {
      assert.equal(await subject.create(new VirtualClock(0)).probe(), undefined);
    },
  },
];

/** Registers every check as a test. Call it at the top of a `*.test.ts`. */
export function providerConformance(subject: ProviderSubject): void {
  describe(`${subject.title} is a provider:`, () => {
    for (const check of providerChecks) test(check.name, () => check.run(subject));
  });
}

/** A provider made of a plugin and settings, with nothing else around it. */
export function createTestProvider(
  plugin: LoadedProviderPlugin,
  settings: unknown,
  clock: VirtualClock,
): AiProvider {
  return plugin.create(
    {
      log: createQuietLog(),
      clock,
      random: new SeededRandom(1),
      net: { request: () => Promise.resolve({ kind: "unsent", reason: "no network in tests" }) },
      files: { read: () => Promise.resolve(undefined) },
      signal: new AbortController().signal,
      values: { get: () => Promise.resolve(undefined), set: () => Promise.resolve() },
    },
    "conformance",
    settings,
  );
}

function requestOf(question: string, change: Partial<AiRequest> = {}): AiRequest {
  const messages = [{ role: "user", parts: [{ kind: "text", text: question }] }] as const;
  return { messages, maxTokens: 1_000, ...change };
}

/** Asks on a clock that runs whenever the provider waits for it. */
async function collect(
  subject: ProviderSubject,
  question: string,
  change?: Partial<AiRequest>,
): Promise<readonly AiEvent[]> {
  const clock = new VirtualClock(0);
  const signal = new AbortController().signal;
  const reading = readAll(subject.create(clock).stream(requestOf(question, change), signal));
  let isOver = false;
  const ended = reading.finally(() => {
    isOver = true;
  });
  for (let turn = 0; turn < 10_000 && !isOver; turn += 1) await clock.advance(1_000);
  if (!isOver) throw new Error("the stream never ends");
  return ended;
}

async function readAll(stream: AsyncIterable<AiEvent>): Promise<readonly AiEvent[]> {
  const events: AiEvent[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

type Done = Extract<AiEvent, { kind: "done" }>;

function checkEnd(events: readonly AiEvent[], reason: Done["reason"]): Done {
  const last = events.at(-1);
  assert.equal(events.filter((event) => event.kind === "done").length, 1, "exactly one done");
  if (last?.kind !== "done") throw new Error("done is the last event");
  assert.equal(last.reason, reason);
  return last;
}

function textOf(events: readonly AiEvent[]): string {
  return events.map((event) => (event.kind === "text" ? event.text : "")).join("");
}
