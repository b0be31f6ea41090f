import { placeText } from "#core/flow/compile/placed.ts";
import type { Target } from "#core/flow/compile/target.ts";
import type { Next, Rest, ResumeCause } from "#core/flow/define-step.ts";
import type { Position } from "#core/flow/finding.ts";
import { limits } from "#core/flow/limits.ts";
import type { Program, Step } from "#core/flow/program.ts";
import { engineTexts } from "#core/flow/texts.ts";
import { assertNever } from "#core/lib/assert-never.ts";
import { errorText } from "#core/lib/bot-error.ts";
import type { Json } from "#core/lib/json.ts";
import type { Effect } from "#core/model/effect.ts";
import type { Run, Wait } from "#core/model/run.ts";
import { errorName, errorValue } from "./caught.ts";
import type { Failure, FailureCode } from "./failure.ts";
import { type Frame, PlaceStack } from "./place-stack.ts";
import type { Turn } from "./turn.ts";

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

/** Leaves everything that is open and goes on at a step of the flow's own list. Never throws. */
export function jump(program: Program, run: Run, turn: Turn, target: Target): Driven {
  const driver = new Driver(program, run, turn, run.position);
  return guarded(driver, () => driver.jump(target));
}

/** Ends a run at the person's wish, after the flow's last words for that. Never throws. */
export function cancel(program: Program, run: Run, turn: Turn): Driven {
  const driver = new Driver(program, run, turn, run.position);
  return guarded(driver, () => driver.cancel());
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
  readonly #stack: PlaceStack;
  #passed = 0;
  /** What the run ends as, once it goes through `on_error` or `on_cancel`. */
  #closing: "failed" | "cancelled" | undefined;

  constructor(program: Program, run: Run, turn: Turn, position: readonly Frame[]) {
    this.#program = program;
    this.#run = run;
    this.#turn = turn;
    this.#stack = new PlaceStack(program, position);
  }

  go(resumption: Resumption | undefined): Driven {
    const turn = this.#turn;
    if (resumption !== undefined) {
      const quiet = resumption.cause.kind === "message" ? 0 : turn.counter("quiet") + 1;
      turn.setCounter("quiet", quiet);
      if (quiet > limits.quietTurns) {
        return this.#breach(`${limits.quietTurns} turns in a row without a word from the person`);
      }
      const step = this.#stack.here();
      const next = step?.code.resume?.(turn, resumption.wait, resumption.cause);
      if (step === undefined || next === undefined) return this.#lost();
      const over = this.#follow(next, step);
      if (over !== undefined) return over;
    }
    return this.#goOn();
  }

  #goOn(): Driven {
    for (;;) {
      const settled = this.#settle();
      if (settled !== undefined) return settled;
      const step = this.#stack.here();
      if (step === undefined) return this.#finish(this.#closing ?? "ended");
      this.#passed += 1;
      if (this.#passed > limits.stepsPerInput) {
        return this.#breach(`more than ${limits.stepsPerInput} steps without a rest`);
      }
      const over = this.#follow(this.#enter(step), step);
      if (over !== undefined) return over;
    }
  }

  jump(target: Target): Driven {
    this.#turn.setCounter("quiet", 0);
    this.#leave(1);
    this.#stack.cut(0);
    this.#stack.goTo(target, undefined);
    return this.go(undefined);
  }

  cancel(): Driven {
    return this.#close("cancelled", "on_cancel") ?? this.#finish("cancelled");
  }

  repeat(wait: Wait): Driven {
    const code = this.#stack.here()?.code;
    if (code?.repeat === undefined) return this.#lost();
    const failure = code.repeat(this.#turn, wait);
    return failure === undefined ? this.#finish("resting", wait) : this.#failWith(failure);
  }

  fail(code: FailureCode, message: string): Driven {
    return this.#failWith({
      code,
      message,
      at: this.#stack.here()?.at ?? startOf(this.#program.file),
    });
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
        this.#stack.moveOn();
        return undefined;
      case "enter":
        this.#stack.enter(next.list);
        return undefined;
      case "goto": {
        const size = this.#stack.begin() + next.target.depth;
        const flow = this.#stack.flow();
        this.#leave(size + 1);
        this.#stack.cut(size);
        this.#stack.goTo(next.target, flow);
        return undefined;
      }
      case "call":
        return this.#call(next.flow, next.inputs);
      case "rest":
        return this.#rest(next.rest, step);
      case "end":
        return this.#end();
      case "cancel":
        return this.cancel();
      case "fail":
        return this.#rescue(next.failure);
      default:
        return assertNever(next, "follow");
    }
  }

  #call(flow: string, inputs: Readonly<Record<string, Json>>): Driven | undefined {
    const program = this.#program.callees.get(flow);
    if (program === undefined) return this.#lost();
    this.#turn.beginCall(program, inputs);
    this.#stack.call(flow);
    return undefined;
  }

  /** The flow at work ends: a called one gives its outputs to the step that called it. */
  #end(): Driven | undefined {
    if (this.#stack.flow() === undefined) return this.#finish(this.#closing ?? "ended");
    this.#stack.cut(this.#stack.begin());
    return this.#giveBack();
  }

  #giveBack(): Driven | undefined {
    const outputs = this.#turn.endCall();
    const step = this.#stack.here();
    const next = step?.code.returned?.(this.#turn, outputs);
    return step === undefined || next === undefined ? this.#lost() : this.#follow(next, step);
  }

  /** Goes on where the innermost list around the place has a `catch` or another try; else fails. */
  #rescue(failure: Failure): Driven | undefined {
    const stack = this.#stack;
    for (let place = stack.size - 1; place > 0 && isForCatch(failure); place -= 1) {
      const around = stack.stepAt(place - 1);
      const code = around?.code;
      if (around === undefined || code?.rescue === undefined) continue;
      if (code.guarded !== stack.listAt(place) || stack.isBegin(place)) continue;
      this.#leave(place + 1);
      stack.cut(place);
      return this.#follow(code.rescue(this.#turn, failure), around);
    }
    return this.#failWith(failure);
  }

  /** Lets the steps around the lists that are left know, innermost first, until `size` are open. */
  #leave(size: number): void {
    for (let place = this.#stack.size - 1; place >= size; place -= 1) {
      if (this.#stack.isBegin(place)) this.#turn.endCall();
      else this.#stack.stepAt(place - 1)?.code.leave?.(this.#turn);
    }
  }

  /** Leaves all lists that are done; gives a result if that ends the turn. */
  #settle(): Driven | undefined {
    const stack = this.#stack;
    while (stack.size > 0 && stack.here() === undefined) {
      const isCall = stack.isBegin(stack.size - 1);
      stack.cut(stack.size - 1);
      const step = stack.here();
      if (step === undefined) continue;
      const over = isCall
        ? this.#giveBack()
        : this.#follow(step.code.again?.(this.#turn) ?? { kind: "next" }, step);
      if (over !== undefined) return over;
    }
    return undefined;
  }

  #rest(rest: Rest, step: Step): Driven {
    if (this.#closing !== undefined) return this.fail("FLOW_PLACE_LOST", "nothing can rest here");
    const id = rest.id ?? this.#turn.newWaitId();
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
    const { slots, locals, calls, counters, sequence, effects } = this.#turn.finish();
    const isTooBig = JSON.stringify([slots, locals, calls]).length > limits.stateChars;
    if (isTooBig && state !== "failed") {
      return this.#breach(`the run's values are larger than ${limits.stateChars} characters`);
    }
    const { id, flow, revision, trigger, event, declined, startedAt } = this.#run;
    const run: Run = {
      id,
      flow,
      revision,
      state,
      trigger,
      ...(event === undefined ? {} : { event }),
      ...(declined === undefined ? {} : { declined }),
      position: state === "resting" ? this.#stack.frames : [],
      slots,
      locals,
      ...(calls === undefined || state !== "resting" ? {} : { calls }),
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

  #failWith(failure: Failure): Driven {
    const turn = this.#turn;
    const { code, message, at } = failure;
    turn.record("flow.run-failed", { code, message, at: placeText(at) });
    // What went wrong in the interpreter itself may go wrong again.
    const closed =
      code === "FLOW_INTERNAL_ERROR" ? undefined : this.#close("failed", "on_error", failure);
    if (closed !== undefined) return closed;
    const { sorry, spent } = engineTexts(turn.locale);
    if (this.#closing !== "cancelled") {
      turn.say(failure.kind === "budget" ? spent : sorry, "reply");
    }
    return this.#finish(this.#closing ?? "failed");
  }

  /** Leaves everything and goes through the flow's last steps; undefined if there are none. */
  #close(
    state: "failed" | "cancelled",
    list: "on_error" | "on_cancel",
    failure?: Failure,
  ): Driven | undefined {
    if (this.#closing !== undefined || !this.#program.lists.has(list)) return undefined;
    this.#closing = state;
    this.#leave(1);
    this.#stack.cut(0);
    this.#stack.goTo({ list, index: 0, depth: 0 }, undefined);
    this.#passed = 0;
    if (failure !== undefined) this.#turn.setLocal(errorName, errorValue(failure));
    return this.#goOn();
  }
}

/** A bound that is reached, or a mistake of the interpreter's own, ends the run whatever it says. */
function isForCatch({ code }: Failure): boolean {
  return (
    code === "FLOW_ACTION_FAILED" ||
    code === "FLOW_AI_FAILED" ||
    code === "FLOW_EXPRESSION_FAILED" ||
    code === "FLOW_VALUE_REFUSED"
  );
}

function startOf(file: string): Position {
  return { file, line: 1, column: 1, endLine: 1, endColumn: 2 };
}
