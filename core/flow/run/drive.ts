import { placeText } from "#core/flow/compile/placed.ts";
import type { Next, Rest, ResumeCause } from "#core/flow/define-step.ts";
import type { Position } from "#core/flow/finding.ts";
import { limits } from "#core/flow/limits.ts";
import type { Program, Step } from "#core/flow/program.ts";
import { engineTexts } from "#core/flow/texts.ts";
import { assertNever } from "#core/lib/assert-never.ts";
import { errorText } from "#core/lib/bot-error.ts";
import type { Effect } from "#core/model/effect.ts";
import type { Run, Wait } from "#core/model/run.ts";
import type { Failure, FailureCode } from "./failure.ts";
import type { Turn } from "./turn.ts";

type Frame = Run["position"][number];

export interface Driven {
  readonly run: Run;
  readonly effects: readonly Effect[];
}

/** Why a resting run goes on. */
export interface Resumption {
  readonly wait: Wait;
  readonly cause: ResumeCause;
}

/** Goes on from a place until the run rests or is over. Never throws. */
export function drive(
  program: Program,
  run: Run,
  turn: Turn,
  position: readonly Frame[],
  resumption?: Resumption,
): Driven {
  const driver = new Driver(program, run, turn, position);
  return guarded(driver, () => driver.go(resumption));
}

/** Says the open question again; the run rests as before. Never throws. */
export function repeatQuestion(program: Program, run: Run, wait: Wait, turn: Turn): Driven {
  const driver = new Driver(program, run, turn, run.position);
  return guarded(driver, () => driver.repeat(wait));
}

/**
 * A mistake in the interpreter must cost one run, not the conversation's lane: a throw would be
 * tried again and again.
 */
function guarded(driver: Driver, work: () => Driven): Driven {
  try {
    return work();
  } catch (error) {
    return driver.fail("FLOW_INTERNAL_ERROR", errorText(error));
  }
}

/** One turn's way through the program. The stack has a frame for each list that is entered. */
class Driver {
  readonly #program: Program;
  readonly #run: Run;
  readonly #turn: Turn;
  readonly #stack: Frame[];
  #passed = 0;

  constructor(program: Program, run: Run, turn: Turn, position: readonly Frame[]) {
    this.#program = program;
    this.#run = run;
    this.#turn = turn;
    this.#stack = [...position];
  }

  go(resumption: Resumption | undefined): Driven {
    const turn = this.#turn;
    if (resumption !== undefined) {
      const quiet = resumption.cause.kind === "message" ? 0 : turn.counter("quiet") + 1;
      turn.setCounter("quiet", quiet);
      if (quiet > limits.quietTurns) {
        return this.#breach(`${limits.quietTurns} turns in a row without a word from the person`);
      }
      const step = this.#here();
      const next = step?.code.resume?.(turn, resumption.wait, resumption.cause);
      if (step === undefined || next === undefined) return this.#lost();
      const over = this.#follow(next, step);
      if (over !== undefined) return over;
    }
    for (;;) {
      const step = this.#settle();
      if (step === undefined) return this.#finish("ended");
      this.#passed += 1;
      if (this.#passed > limits.stepsPerInput) {
        return this.#breach(`more than ${limits.stepsPerInput} steps without a rest`);
      }
      const over = this.#follow(this.#enter(step), step);
      if (over !== undefined) return over;
    }
  }

  repeat(wait: Wait): Driven {
    const code = this.#here()?.code;
    if (code?.repeat === undefined) return this.#lost();
    const failure = code.repeat(this.#turn, wait);
    return failure === undefined ? this.#finish("resting", wait) : this.#failWith(failure);
  }

  fail(code: FailureCode, message: string): Driven {
    return this.#failWith({ code, message, at: this.#here()?.at ?? startOf(this.#program.file) });
  }

  #enter(step: Step): Next {
    if (step.when !== undefined) {
      const verdict = this.#turn.evaluate(step.when);
      if (!verdict.ok) return { kind: "fail", failure: verdict.failure };
      if (verdict.value !== true) return { kind: "next" };
    }
    return step.code.enter(this.#turn);
  }

  /** Does what a step said; gives a result when that ends the turn. */
  #follow(next: Next, step: Step): Driven | undefined {
    if (this.#turn.messageCount > limits.messagesPerInput) {
      return this.#breach(`more than ${limits.messagesPerInput} messages for one input`);
    }
    switch (next.kind) {
      case "next":
        this.#moveOn();
        return undefined;
      case "enter":
        this.#stack.push({ list: next.list, index: 0 });
        return undefined;
      case "goto": {
        const { list, index, depth } = next.target;
        for (let left = this.#stack.length - 1; left > depth; left -= 1) {
          this.#stepAt(left - 1)?.code.leave?.(this.#turn);
        }
        this.#stack.length = depth;
        this.#stack.push({ list, index });
        return undefined;
      }
      case "rest":
        return this.#rest(next.rest, step);
      case "end":
        return this.#finish("ended");
      case "fail":
        return this.#failWith(next.failure);
      default:
        return assertNever(next, "follow");
    }
  }

  #moveOn(): void {
    const top = this.#stack.pop();
    if (top !== undefined) this.#stack.push({ list: top.list, index: top.index + 1 });
  }

  /** The step at the place, or undefined. */
  #here(): Step | undefined {
    return this.#stepAt(this.#stack.length - 1);
  }

  #stepAt(place: number): Step | undefined {
    const frame = this.#stack[place];
    return frame === undefined ? undefined : this.#program.lists.get(frame.list)?.[frame.index];
  }

  /** The next step, when all lists that are done are left; undefined at the end of the flow. */
  #settle(): Step | undefined {
    while (this.#stack.length > 0) {
      const step = this.#here();
      if (step !== undefined) return step;
      this.#stack.pop();
      const next = this.#here()?.code.again?.(this.#turn);
      if (next?.kind === "enter") this.#stack.push({ list: next.list, index: 0 });
      else this.#moveOn();
    }
    return undefined;
  }

  #rest(rest: Rest, step: Step): Driven {
    const id = this.#turn.newWaitId();
    if (rest.dueAt !== undefined) this.#turn.wake(id, rest.dueAt);
    return this.#finish("resting", {
      kind: rest.kind,
      id,
      step: step.id ?? "",
      ...(rest.dueAt === undefined ? {} : { dueAt: rest.dueAt }),
      data: rest.data,
    });
  }

  #finish(state: Run["state"], wait?: Wait): Driven {
    const { slots, locals, counters, sequence, effects } = this.#turn.finish();
    const isTooBig = JSON.stringify([slots, locals]).length > limits.stateChars;
    if (isTooBig && state !== "failed") {
      return this.#breach(`the run's values are larger than ${limits.stateChars} characters`);
    }
    const { id, flow, revision, trigger, startedAt } = this.#run;
    const run: Run = {
      id,
      flow,
      revision,
      state,
      trigger,
      position: state === "resting" ? this.#stack : [],
      slots,
      locals,
      ...(wait === undefined ? {} : { wait }),
      sequence,
      ...(Object.keys(counters).length === 0 ? {} : { counters }),
      startedAt,
    };
    return { run, effects };
  }

  #lost(): Driven {
    return this.fail("FLOW_PLACE_LOST", "the run rests at a step that its flow does not have");
  }

  /** A bound was reached. What the turn was about to send is most likely a flood, so it is dropped. */
  #breach(message: string): Driven {
    this.#turn.dropSends();
    return this.fail("FLOW_LIMIT_REACHED", message);
  }

  #failWith({ code, message, at }: Failure): Driven {
    const turn = this.#turn;
    turn.record("flow.run-failed", { code, message, at: placeText(at) });
    turn.say(engineTexts(turn.locale).sorry, "reply");
    return this.#finish("failed");
  }
}

function startOf(file: string): Position {
  return { file, line: 1, column: 1, endLine: 1, endColumn: 2 };
}
