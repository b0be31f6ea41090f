import { createActionRunner } from "#core/app/run-action.ts";
import type { RunActivity } from "#core/engine/activities.ts";
import type { Mock, MockAnswer } from "#core/flow/read-test/flow-test.ts";
import type { Json } from "#core/lib/json.ts";
import type { ActivityOutcome } from "#core/model/event.ts";
import type { ActionDeclaration, ActionOutcome } from "#core/model/ports/action.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Activity } from "#core/model/ports/store.ts";
import { answerAi, type MockProblem, type TestedAi } from "./answer-ai.ts";

/** One call of an action or a provider. */
export interface MockCall {
  readonly name: string;
  readonly input: Json;
}

/** What stands in for the actions and providers of one test. */
export interface Mocks {
  /**
   * What answers the calls of one life of the program. Actions are held to their schemas as always;
   * only what they do is made up. A life that asks again for what an earlier one was answered gets
   * the same answer: its call was lost.
   */
  live(actions: DeclaredActions, clock: Clock): RunActivity;
  /** The same for AI: a question goes to what stands in for one of its providers. */
  liveAi(ai: TestedAi, clock: Clock): RunActivity;
  /** Every call so far, in order; what was asked again after a death counts once. */
  readonly calls: readonly MockCall[];
  /** Calls since the last look that have no answer, or one that cannot be. */
  takeProblems(): readonly MockProblem[];
}

/** Name in bot.yaml → the actions that its plugin has. */
export type DeclaredActions = ReadonlyMap<string, readonly ActionDeclaration[]>;

export function createMocks(mocks: readonly Mock[]): Mocks {
  const byName = new Map(mocks.map((mock) => [mock.name, mock]));
  const calls: MockCall[] = [];
  const given = new Map<string, { readonly life: object; readonly answer: MockAnswer }>();
  let problems: MockProblem[] = [];

  function take({ effect, request }: Activity, life: object, name = request.name): MockAnswer {
    const before = given.get(effect);
    const isLost = before !== undefined && before.life !== life;
    const answer = isLost ? before.answer : takeNext(name, request.input);
    given.set(effect, { life, answer });
    return answer;
  }

  /** Notes a call that somebody answers who needs no mock. */
  function passOn({ effect, request }: Activity, life: object, name: string): void {
    if (!given.has(effect)) calls.push({ name, input: request.input });
    given.set(effect, { life, answer: noAnswer });
  }

  function takeNext(name: string, input: Json): MockAnswer {
    calls.push({ name, input });
    const mock = byName.get(name);
    const nth = calls.filter((call) => call.name === name).length;
    const answer = mock?.answers[mock.isEndless ? 0 : nth - 1];
    if (answer !== undefined) return answer;
    const message =
      mock === undefined
        ? `${name} was called and nothing stands in for it`
        : `${name} was called ${nth} times and has ${mock.answers.length} answers`;
    problems.push({ name, message });
    return { kind: "fails", reason: "no_mock", message, delayMs: 0 };
  }

  return {
    calls,
    live(actions, clock) {
      const life = {};
      const answer = (activity: Activity): Promise<ActionOutcome> => {
        const taken = take(activity, life);
        return new Promise((resolve) => {
          clock.after(taken.delayMs, () => resolve(toOutcome(taken)));
        });
      };
      return async (activity, signal) => {
        const { name } = activity.request;
        const sets = [...actions].map(([set, declarations]) => {
          return [set, { declarations, run: () => answer(activity) }] as const;
        });
        const outcome = await createActionRunner(new Map(sets))(activity, signal);
        const misfit = findMisfit(outcome);
        if (misfit !== undefined) problems.push({ name, message: `${name}: ${misfit}` });
        return outcome;
      };
    },
    liveAi(ai, clock) {
      const life = {};
      return answerAi(ai, clock, {
        has: (name) => byName.has(name),
        take: (activity, name) => take(activity, life, name),
        passOn: (activity, name) => passOn(activity, life, name),
        report: (problem) => problems.push(problem),
      });
    },
    takeProblems() {
      const taken = problems;
      problems = [];
      return taken;
    },
  };
}

/** What is wrong with an answer that the action could never give; undefined if nothing is. */
function findMisfit(outcome: Awaited<ReturnType<RunActivity>>): string | undefined {
  return outcome.kind === "failed" && outcome.code === "output_invalid"
    ? outcome.message
    : undefined;
}

/** Stands for what a scripted provider was asked. */
const noAnswer: MockAnswer = { kind: "fails", reason: "scripted", message: undefined, delayMs: 0 };

function toOutcome(answer: MockAnswer): ActionOutcome & ActivityOutcome {
  if (answer.kind === "returns") return { kind: "done", value: answer.value };
  const message = answer.message ?? "the test says so";
  if (answer.reason === "unknown") return { kind: "unknown", message };
  return { kind: "failed", code: answer.reason, message, ...finality(answer.reason) };
}

/** Answers that would be the same again, as those who ask over http tell them; no further try is made then. */
function finality(reason: string): { readonly isFinal?: true } {
  const status = Number(/^http_(\d{3})$/.exec(reason)?.[1]);
  const mayHelp = status >= 500 || [408, 425, 429].includes(status);
  return Number.isNaN(status) || mayHelp ? {} : { isFinal: true };
}
