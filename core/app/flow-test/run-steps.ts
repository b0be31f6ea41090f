import type { Position } from "#core/flow/finding.ts";
import type { TextEdit } from "#core/flow/read-test/edit-texts.ts";
import type { FlowTest, TestReceipt, TestStep } from "#core/flow/read-test/flow-test.ts";
import { assertNever } from "#core/lib/assert-never.ts";
import { errorText } from "#core/lib/bot-error.ts";
import type { MockProblem } from "./answer-ai.ts";
import { describeExpected } from "./describe-expected.ts";
import type { Failure, Mismatch } from "./failure.ts";
import { matchMessage } from "./match-message.ts";
import { matchState } from "./match-state.ts";
import type { Said } from "./said.ts";
import type { Happening, TestWorld } from "./test-world.ts";
import type { TranscriptLine } from "./transcript.ts";

/** At which act, by its index among the steps, the process dies, and at which of its writes. */
export interface PlannedCrash {
  readonly step: number;
  readonly point: number;
}

export interface PlayOptions {
  readonly crash?: PlannedCrash | undefined;
  /** True: a text that is different is no failure but an edit of the file. */
  readonly takesTexts?: boolean | undefined;
}

export interface StepsResult {
  readonly failure: Failure | undefined;
  readonly transcript: readonly TranscriptLine[];
  /** True if the planned write was reached; false: everything was over before it. */
  readonly isCrashReached: boolean;
  /** Texts that the bot says otherwise than the file. */
  readonly edits: readonly TextEdit[];
}

/**
 * Plays a test in its world. Every message of the bot has to be named: what is left when the person
 * acts again, or at the end, is a failure at the last step before it.
 */
export async function runSteps(
  test: FlowTest,
  flow: string,
  world: TestWorld,
  { crash, takesTexts }: PlayOptions = {},
): Promise<StepsResult> {
  const transcript: TranscriptLine[] = [];
  const edits: TextEdit[] = [];
  let unnamed: readonly Said[] = [];
  let isCrashReached = false;
  let lastAt = test.at;
  const end = (failure: Failure | undefined) => ({ failure, transcript, isCrashReached, edits });

  for (const [index, step] of test.steps.entries()) {
    if (isHappening(step)) {
      const left = leftOver(unnamed, lastAt);
      if (left !== undefined) return end(left);
      const crashPoint = crash?.step === index ? crash.point : undefined;
      transcript.push(describeHappening(step, world));
      try {
        const happened = await world.happen(step, crashPoint);
        isCrashReached ||= happened.isCrashReached;
        unnamed = happened.said;
        if (crashPoint !== undefined) transcript.push(describeCrash(crashPoint, happened));
        transcript.push(...happened.notes.map((text) => ({ kind: "note", text }) as const));
        const [problem] = happened.problems;
        if (problem !== undefined) return end(noMock(problem, step.at));
      } catch (error) {
        return end({ at: step.at, message: errorText(error), expected: [], actual: [] });
      }
    } else {
      const named = await nameNext(step, unnamed, flow, world);
      const edit = takesTexts === true ? toEdit(step, named) : undefined;
      if (edit !== undefined) edits.push(edit);
      const mismatch = edit === undefined ? named.mismatch : matchRest(step, named);
      if (mismatch !== undefined) {
        const { saidText: _, ...difference } = mismatch;
        return end({ ...difference, at: step.at, ...whatElse(step, named, unnamed) });
      }
      transcript.push(...named.taken.map(toLine));
      unnamed = unnamed.slice(named.taken.length);
    }
    lastAt = step.at;
  }
  return end(leftOver(unnamed, lastAt));
}

/** Of a message that is different, what came after it. */
function whatElse(
  { kind }: LookingStep,
  { taken }: Named,
  unnamed: readonly Said[],
): Pick<Failure, "isSaid" | "later"> {
  return kind === "bot" ? { isSaid: true, later: unnamed.slice(taken.length) } : {};
}

function noMock({ name, message }: MockProblem, at: Position): Failure {
  const hint = "Say under `mocks:` of the test what it answers.";
  return { at, message, expected: [], actual: [], hint, unmocked: name };
}

/** The edit that makes a line say what the bot says; undefined if that is not what is wrong. */
function toEdit(step: LookingStep, { mismatch }: Named): TextEdit | undefined {
  const text = mismatch?.saidText;
  if (step.kind !== "bot" || step.textPath === undefined || text === undefined) return undefined;
  return { path: step.textPath, text };
}

/** What else is wrong with a message whose text is taken as it came. */
function matchRest(step: LookingStep, { taken }: Named): Mismatch | undefined {
  const [said] = taken;
  if (step.kind !== "bot" || said === undefined) return undefined;
  return matchMessage({ ...step.message, text: undefined }, said);
}

type HappeningStep = Extract<TestStep, { readonly kind: Happening["kind"] }>;
type LookingStep = Exclude<TestStep, HappeningStep>;

/** Steps that let something happen; all others only look. */
const happeningKinds: ReadonlySet<string> = new Set<Happening["kind"]>([
  "user",
  "after",
  "redeliver",
  "event",
  "status",
]);

export function isHappening(step: TestStep): step is HappeningStep {
  return happeningKinds.has(step.kind);
}

/** The messages that a step names, and what is wrong with the last of them or with the state. */
interface Named {
  readonly taken: readonly Said[];
  readonly mismatch?: Mismatch | undefined;
}

async function nameNext(
  step: LookingStep,
  unnamed: readonly Said[],
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
function nameCount(count: number, unnamed: readonly Said[]): Named {
  const isMet = count === 0 ? unnamed.length === 0 : unnamed.length >= count;
  if (isMet) return { taken: unnamed.slice(0, count) };
  const message = `the bot said ${unnamed.length}, not ${count}`;
  return {
    taken: [],
    mismatch: { message, expected: [`(${messagesText(count)})`], actual: [], unnamed },
  };
}

function leftOver(unnamed: readonly Said[], at: Position): Failure | undefined {
  if (unnamed.length === 0) return undefined;
  const count = unnamed.length === 1 ? "a message" : `${unnamed.length} messages`;
  const message = `after this the bot said ${count} that no \`bot:\` line names`;
  return { at, message, expected: ["(nothing more)"], actual: [], unnamed };
}

function messagesText(count: number): string {
  if (count === 0) return "nothing";
  return count === 1 ? "1 message" : `${count} messages`;
}

function toLine(message: Said): TranscriptLine {
  return { kind: "bot", message };
}

function describeHappening(step: HappeningStep, world: TestWorld): TranscriptLine {
  switch (step.kind) {
    case "user":
      return { kind: "person", name: world.personName, acts: step.acts };
    case "after": {
      const { durationMs } = step;
      return { kind: "time", durationMs, fromAt: world.now() };
    }
    case "redeliver":
      return { kind: "note", text: "the last webhook is delivered once more" };
    case "event": {
      const data = Object.keys(step.data).length === 0 ? "" : ` ${JSON.stringify(step.data)}`;
      return { kind: "note", text: `event ${step.name}${data}` };
    }
    case "status":
      return { kind: "note", text: describeReceipt(step.receipt) };
    default:
      return assertNever(step, "describeHappening");
  }
}

function describeReceipt(receipt: TestReceipt): string {
  if (receipt.kind !== "failed") return `the last message was ${receipt.kind}`;
  const why = receipt.code === undefined ? "" : ` (${receipt.code})`;
  return `the last message failed${why}`;
}

function describeCrash(point: number, happened: { isCrashReached: boolean }): TranscriptLine {
  const write = Math.floor(point / 2) + 1;
  const where = `${point % 2 === 0 ? "before" : "right after"} write ${write} to the store`;
  const when = happened.isCrashReached ? where : "when all was done";
  return { kind: "note", text: `the process died ${when}, and started again` };
}
