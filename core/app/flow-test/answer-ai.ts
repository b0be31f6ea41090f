import type { RunActivity } from "#core/engine/activities.ts";
import type { MockAnswer } from "#core/flow/read-test/flow-test.ts";
import { aiAskSchema } from "#core/model/ai.ts";
import type { ActivityOutcome } from "#core/model/event.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Activity } from "#core/model/ports/store.ts";
import { toAiOutcome } from "./to-ai-outcome.ts";
import { toHeardOutcome } from "./to-heard-outcome.ts";

/** A call that a test has no answer for; `name` is whose. */
export interface MockProblem {
  readonly name: string;
  readonly message: string;
}

/** The AI of a bot in a test. */
export interface TestedAi {
  /** Providers that are asked where a flow names none. */
  readonly defaults: readonly string[];
  /** Who writes voice notes down; undefined: nobody. */
  readonly voice?: string | undefined;
  /** Those that answer by rules alone, and so may be asked in a test. */
  readonly scripted: readonly string[];
  /** Asks them; undefined if there are none. */
  readonly run: RunActivity | undefined;
}

/** The answers that one test has for AI, in one life of the program. */
export interface AiMocks {
  has(name: string): boolean;
  /** The next answer that stands in for `name`. */
  take(activity: Activity, name: string): MockAnswer;
  /** Notes a call that somebody answers who needs no mock. */
  passOn(activity: Activity, name: string): void;
  report(problem: MockProblem): void;
}

/**
 * Does the activities of AI in a test: a question goes to what stands in for one of its providers, a
 * voice note to what stands in for who writes it down.
 */
export function answerAi(ai: TestedAi, clock: Clock, mocks: AiMocks): RunActivity {
  const { defaults, scripted, run, voice = "" } = ai;

  /** Undefined: a scripted provider answers by itself. */
  async function answer(
    activity: Activity,
    first: string,
    mocked: string | undefined,
    toOutcome: (answer: MockAnswer, name: string) => ActivityOutcome | { readonly problem: string },
  ): Promise<ActivityOutcome | undefined> {
    if (mocked === undefined && run !== undefined && scripted.includes(first)) {
      mocks.passOn(activity, first);
      return undefined;
    }
    const name = mocked ?? first;
    const taken = mocks.take(activity, name);
    const outcome = toOutcome(taken, name);
    if ("problem" in outcome) mocks.report({ name, message: outcome.problem });
    await new Promise<void>((resolve) => {
      clock.after(taken.delayMs, resolve);
    });
    return "problem" in outcome ? notAnswered(outcome.problem) : outcome;
  }

  return async (activity, signal) => {
    const { request } = activity;
    let own: ActivityOutcome | undefined;
    if (request.port === "voice") {
      // Which note it is, is in the conversation: the call has nothing else to show.
      const asked = { ...activity, request: { ...request, input: null } };
      const mocked = mocks.has(voice) ? voice : undefined;
      own = await answer(asked, voice, mocked, toHeardOutcome);
    } else {
      const ask = aiAskSchema.parse(request.input);
      const names = ask.providers.length === 0 ? defaults : ask.providers;
      const [first = request.name] = names;
      const mocked = names.find((name) => mocks.has(name));
      own = await answer(activity, first, mocked, (taken, name) => toAiOutcome(ask, taken, name));
    }
    if (own !== undefined || run === undefined) return own ?? notAnswered("nobody answers");
    return await run(activity, signal);
  };
}

const notAnswered = (message: string): ActivityOutcome => ({
  kind: "failed",
  code: "invalid_answer",
  message,
});
