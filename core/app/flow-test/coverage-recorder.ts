import type { Next, StepCode } from "#core/flow/define-step.ts";
import type { Program, Step } from "#core/flow/program.ts";

/**
 * What runs did to one step. `enter`: it was done; `skip`: its `when` was not met; `next`, `end` and
 * `goto <list>/<index>`: how it was left.
 */
export type StepMark = "enter" | "skip" | "next" | "end" | `goto ${string}`;

/** Watches flows while they run and remembers what of them was reached, over all tests. */
export interface CoverageRecorder {
  /** The same programs, watched. */
  readonly programs: readonly Program[];
  /** Whether it was ever reached; a place is `<list>/<index>`. */
  hasMark(program: Program, place: string, mark: StepMark): boolean;
  /** Names of the flows that ran since the last look. */
  takeFlows(): readonly string[];
}

/**
 * Steps are watched from outside: what runs is the very code of production, and a flow's program
 * stays the same but for the wrapping.
 */
export function createCoverageRecorder(programs: readonly Program[]): CoverageRecorder {
  const marks = new Set<string>();
  let flows = new Set<string>();
  const keyOf = (program: Program, place: string, mark: StepMark) =>
    `${program.flow} ${place} ${mark}`;
  function watch(program: Program): Program {
    const lists = [...program.lists].map(([name, steps]) => {
      const own = steps.map((step, index) => {
        const place = `${name}/${index}`;
        return watchStep(step, (mark) => {
          flows.add(program.flow);
          marks.add(keyOf(program, place, mark));
        });
      });
      return [name, own] as const;
    });
    // A flow carries those that it calls; they count as what they are.
    const callees = [...program.callees].map(([flow, callee]) => [flow, watch(callee)] as const);
    return { ...program, lists: new Map(lists), callees: new Map(callees) };
  }
  const watched = programs.map(watch);
  return {
    programs: watched,
    hasMark: (program, place, mark) => marks.has(keyOf(program, place, mark)),
    takeFlows() {
      const taken = [...flows];
      flows = new Set();
      return taken;
    },
  };
}

function watchStep(step: Step, note: (mark: StepMark) => void): Step {
  const { when } = step;
  const code = watchCode(step.code, note);
  if (when === undefined) return { ...step, code };
  const { value } = when;
  const evaluate: typeof value.evaluate = (scope) => {
    const verdict = value.evaluate(scope);
    if (verdict.ok && verdict.value !== true) note("skip");
    return verdict;
  };
  return { ...step, code, when: { ...when, value: { ...value, evaluate } } };
}

function watchCode(code: StepCode, note: (mark: StepMark) => void): StepCode {
  const noteNext = (next: Next): Next => {
    if (next.kind === "next" || next.kind === "end") note(next.kind);
    if (next.kind === "goto") note(`goto ${next.target.list}/${next.target.index}`);
    return next;
  };
  const watched: StepCode = {
    ...code,
    enter(turn) {
      note("enter");
      return noteNext(code.enter(turn));
    },
  };
  if (code.resume === undefined) return watched;
  return {
    ...watched,
    resume: (turn, wait, cause) => noteNext(code.resume?.(turn, wait, cause) ?? { kind: "next" }),
  };
}
