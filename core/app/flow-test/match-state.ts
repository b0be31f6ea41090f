import type { ExpectedState } from "#core/flow/read-test/flow-test.ts";
import { canonicalJson, type Json } from "#core/lib/json.ts";
import type { Contact } from "#core/model/contact.ts";
import type { Owner } from "#core/model/conversation.ts";
import type { Run } from "#core/model/run.ts";
import type { MockCall } from "./create-mocks.ts";
import type { Mismatch } from "./failure.ts";
import { askedPart, fitsPart } from "./fits-part.ts";
import { matchCalls } from "./match-calls.ts";

/** What an `expect:` step looks at. `runs` are all of the conversation, newest first. */
export interface TestState {
  readonly runs: readonly Run[];
  readonly contact: Contact | undefined;
  /** Who answers now. */
  readonly owner: Owner;
  /** What the newest handoff of a flow told the person who takes over. */
  readonly handoff: string | undefined;
  /** What was asked of actions and providers so far. */
  readonly calls: readonly MockCall[];
}

/**
 * Compares the newest run of the file's flow (or of the flow that the step names) and the contact
 * with an `expect:` step; undefined if everything it names is so.
 */
export function matchState(
  expected: ExpectedState,
  fileFlow: string,
  state: TestState,
): Mismatch | undefined {
  const stopped = state.contact?.stoppedAt !== undefined;
  if (expected.stopped !== undefined && expected.stopped !== stopped)
    return differs("stopped", expected.stopped, stopped);
  const other =
    matchContact(expected, state) ??
    matchOwner(expected, state) ??
    matchCalls(expected, state.calls);
  if (other !== undefined) return other;
  const newest = state.runs[0];
  if (expected.flow !== undefined && newest?.flow !== expected.flow)
    return differs("flow", expected.flow, newest?.flow ?? null);
  if (!looksAtRun(expected)) return undefined;
  const flow = expected.flow ?? fileFlow;
  const run = state.runs.find((item) => item.flow === flow);
  if (run === undefined)
    return { message: `there is no run of "${flow}"`, expected: [], actual: [] };
  return matchRun(expected, run);
}

function matchContact({ contact }: ExpectedState, state: TestState): Mismatch | undefined {
  if (contact === undefined) return undefined;
  const { name, language, tags = [], profile = {} } = state.contact ?? {};
  const actual = { ...profile, name: name ?? null, language: language ?? null, tags };
  for (const [key, wanted] of Object.entries(contact)) {
    const value = Object.entries(actual).find(([other]) => other === key)?.[1] ?? null;
    if (!fitsPart(wanted, value))
      return differs(`contact.${key}`, wanted, askedPart(wanted, value));
  }
  return undefined;
}

function matchOwner(expected: ExpectedState, state: TestState): Mismatch | undefined {
  const { owner, handoff } = expected;
  if (owner !== undefined && owner !== state.owner) return differs("owner", owner, state.owner);
  if (handoff === undefined || state.handoff?.includes(handoff) === true) return undefined;
  return differs("handoff", handoff, state.handoff ?? null);
}

function looksAtRun({ step, ended, state, slots }: ExpectedState): boolean {
  return [step, ended, state, slots].some((item) => item !== undefined);
}

function matchRun(expected: ExpectedState, run: Run): Mismatch | undefined {
  if (expected.state !== undefined && expected.state !== run.state)
    return differs("state", expected.state, run.state);
  const hasEnded = run.state === "ended";
  if (expected.ended !== undefined && expected.ended !== hasEnded)
    return differs("ended", expected.ended, hasEnded);
  const step = run.wait?.step ?? null;
  if (expected.step !== undefined && expected.step !== step)
    return differs("step", expected.step, step);
  for (const [name, value] of Object.entries(expected.slots ?? {})) {
    const actual = run.slots[name] ?? null;
    if (canonicalJson(value) !== canonicalJson(actual))
      return differs(`slots.${name}`, value, actual);
  }
  return undefined;
}

function differs(name: string, expected: Json, actual: Json): Mismatch {
  return {
    message: `${name} is different`,
    expected: [`${name}: ${JSON.stringify(expected)}`],
    actual: [`${name}: ${JSON.stringify(actual)}`],
  };
}
