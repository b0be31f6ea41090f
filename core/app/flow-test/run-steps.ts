import type { Position } from "#core/flow/finding.ts";
import type { FlowTest, TestStep } from "#core/flow/read-test/flow-test.ts";
import { assertNever } from "#core/lib/assert-never.ts";
import { errorText } from "#core/lib/bot-error.ts";
import type { ShownMessage } from "#core/model/ports/simulator.ts";
import { describeExpected } from "./describe-expected.ts";
import { describeMessage } from "./describe-message.ts";
import type { Failure, Mismatch } from "./failure.ts";
import { matchMessage } from "./match-message.ts";
import { matchState } from "./match-state.ts";
import type { TestWorld } from "./test-world.ts";
import type { TranscriptLine } from "./transcript.ts";

/** At which `crash:` step, by its index, the process dies, and at which of its writes. */
export interface PlannedCrash {
  readonly step: number;
  readonly point: number;
}

export interface StepsResult {
  readonly failure: Failure | undefined;
  readonly transcript: readonly TranscriptLine[];
  /** True if the planned write was reached; false: everything was over before it. */
  readonly isCrashReached: boolean;
}

/**
 * Plays a test in its world. Every message of the bot has to be named: what is left when the person
 * acts again, or at the end, is a failure at the last step before it.
 */
export async function runSteps(
  test: FlowTest,
  flow: string,
  world: TestWorld,
  crash: PlannedCrash | undefined,
): Promise<StepsResult> {
  const transcript: TranscriptLine[] = [];
  let unnamed: readonly ShownMessage[] = [];
  let isCrashReached = false;
  let lastAt = test.at;
  const end = (failure: Failure | undefined) => ({ failure, transcript, isCrashReached });

  for (const [index, step] of test.steps.entries()) {
    if (isHappening(step)) {
      const left = leftOver(unnamed, lastAt);
      if (left !== undefined) return end(left);
      const crashPoint = crash?.step === index + 1 ? crash.point : undefined;
      transcript.push(describeHappening(step, world));
      try {
        const happened = await world.happen(step, crashPoint);
        isCrashReached ||= happened.isCrashReached;
        unnamed = happened.said;
        if (crashPoint !== undefined) transcript.push(describeCrash(crashPoint, happened));
        transcript.push(...happened.notes.map((text) => ({ kind: "note", text }) as const));
      } catch (error) {
        return end({ at: step.at, message: errorText(error), expected: [], actual: [] });
      }
    } else {
      const named = await nameNext(step, unnamed, flow, world);
      if (named.mismatch !== undefined) {
        transcript.push(...named.taken.slice(0, -1).map(toLine));
        return end({ ...named.mismatch, at: step.at });
      }
      transcript.push(...named.taken.map(toLine));
      unnamed = unnamed.slice(named.taken.length);
    }
    lastAt = step.at;
  }
  return end(leftOver(unnamed, lastAt));
}

type HappeningStep = Extract<TestStep, { readonly kind: "user" | "after" | "redeliver" }>;
type LookingStep = Exclude<TestStep, HappeningStep>;

function isHappening(step: TestStep): step is HappeningStep {
  return step.kind === "user" || step.kind === "after" || step.kind === "redeliver";
}

/** The messages that a step names, and what is wrong with the last of them or with the state. */
interface Named {
  readonly taken: readonly ShownMessage[];
  readonly mismatch?: Mismatch | undefined;
}

async function nameNext(
  step: LookingStep,
  unnamed: readonly ShownMessage[],
  flow: string,
  world: TestWorld,
): Promise<Named> {
  switch (step.kind) {
    case "bot": {
      const [next] = unnamed;
      if (next === undefined) {
        const expected = describeExpected(step.message);
        const message = "the bot said nothing more";
        return { taken: [], mismatch: { message, expected, actual: [] } };
      }
      return { taken: [next], mismatch: matchMessage(step.message, next) };
    }
    case "count":
      return nameCount(step.count, unnamed);
    case "expect": {
      return { taken: [], mismatch: matchState(step.state, flow, await world.state()) };
    }
    case "crash":
      return { taken: [] };
    default:
      return assertNever(step, "nameNext");
  }
}

/** 0 says that there is nothing; any other count leaves what comes after to the next lines. */
function nameCount(count: number, unnamed: readonly ShownMessage[]): Named {
  const isMet = count === 0 ? unnamed.length === 0 : unnamed.length >= count;
  if (isMet) return { taken: unnamed.slice(0, count) };
  const message = `the bot said ${unnamed.length}, not ${count}`;
  return {
    taken: [],
    mismatch: { message, expected: [], actual: unnamed.flatMap(describeMessage) },
  };
}

function leftOver(unnamed: readonly ShownMessage[], at: Position): Failure | undefined {
  if (unnamed.length === 0) return undefined;
  const count = unnamed.length === 1 ? "a message" : `${unnamed.length} messages`;
  const message = `after this the bot said ${count} that no \`bot:\` line names`;
  return { at, message, expected: [], actual: unnamed.flatMap(describeMessage) };
}

function toLine(message: ShownMessage): TranscriptLine {
  return { kind: "bot", message };
}

function describeHappening(step: HappeningStep, world: TestWorld): TranscriptLine {
  switch (step.kind) {
    case "user":
      return { kind: "person", name: world.personName, act: step.act };
    case "after": {
      const { durationMs } = step;
      return { kind: "time", durationMs, fromAt: world.now() };
    }
    case "redeliver":
      return { kind: "note", text: "the last webhook is delivered once more" };
    default:
      return assertNever(step, "describeHappening");
  }
}

function describeCrash(point: number, happened: { isCrashReached: boolean }): TranscriptLine {
  const write = Math.floor(point / 2) + 1;
  const where = `${point % 2 === 0 ? "before" : "right after"} write ${write} to the store`;
  const when = happened.isCrashReached ? where : "when all was done";
  return { kind: "note", text: `the process died ${when}, and started again` };
}
