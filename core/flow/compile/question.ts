import type { StepOutline, Way } from "#core/flow/define-step.ts";
import type { QuestionInput } from "#core/flow/schema/question-keys.ts";
import type { LocalText } from "./local-text.ts";
import { isSentSlot, isWritable, type Slot } from "./slot.ts";
import type { StepBuilder } from "./step-builder.ts";
import { compileWayOut, type WayOut, wayOutLists, wayOutTarget } from "./way-out.ts";

/** What `ask` and `choose` share once compiled. */
export interface Question {
  readonly into: string | undefined;
  readonly slot: Slot | undefined;
  /** Wrong answers that get another try. */
  readonly maxTries: number;
  readonly retryText: LocalText | undefined;
  readonly timeoutMs: number | undefined;
  readonly onTimeout: WayOut | undefined;
  readonly onFail: WayOut | undefined;
  readonly isSkippedIfFilled: boolean;
  /** Whether a voice note may answer it: not where its words must be seen by no machine, nor where none are wanted. */
  readonly hearsVoice: boolean;
}

const defaultTries = 3;

/** Where a question can lead, for the checks. */
export function outlineQuestion(input: QuestionInput): StepOutline {
  const fills = input.into === undefined ? [] : [input.into];
  const onTimeout = wayOutTarget(input.on_timeout, "on_timeout");
  const onFail = wayOutTarget(input.on_fail, "on_fail") ?? onTimeout;
  const ways: Way[] = [
    { to: { kind: "next" }, after: { kind: "message" }, fills },
    { to: onFail ?? { kind: "end" }, after: { kind: "message" }, fills: [] },
  ];
  if (input.skip_if_filled === true) {
    ways.push({ to: { kind: "next" }, after: { kind: "nothing" }, fills });
  }
  if (input.timeout !== undefined) {
    const after = { kind: "time", durationMs: input.timeout } as const;
    ways.push({ to: onTimeout ?? { kind: "end" }, after, fills: [] });
  }
  return {
    lists: [
      ...wayOutLists(input.on_timeout, "on_timeout"),
      ...wayOutLists(input.on_fail, "on_fail"),
    ],
    ways,
    speaks: "freely",
    ...(input.into === undefined ? {} : { into: { name: input.into, path: ["into"] } }),
  };
}

/** An AI puts parts together from free words. */
function isExtracted(input: object): boolean {
  return "extract" in input && input.extract !== undefined;
}

function mayBeHeard({ type, isSensitive }: Slot): boolean {
  return !isSensitive && !isSentSlot(type);
}

export function compileQuestion(input: QuestionInput, build: StepBuilder): Question {
  if (input.skip_if_filled === true && input.into === undefined) {
    build.report({
      code: "FLOW_KEY_MISSING",
      path: ["skip_if_filled"],
      part: "key",
      message: '"skip_if_filled" needs "into": there is no slot that could be filled',
    });
  }
  const slot = input.into === undefined ? undefined : build.slot(input.into);
  if (slot !== undefined && !isWritable(slot.type) && !isExtracted(input)) {
    build.report({
      code: "FLOW_TYPE_MISMATCH",
      path: ["into"],
      message: `no words answer the slot "${slot.name}": it is made of parts`,
      hint: "ask for its parts and put them together with set, or fill it from an action",
    });
  }
  return {
    into: input.into,
    slot,
    maxTries: input.retry?.max ?? defaultTries,
    retryText:
      input.retry?.say === undefined ? undefined : build.text(["retry", "say"], input.retry.say),
    timeoutMs: input.timeout,
    onTimeout: compileWayOut(input.on_timeout, "on_timeout", build),
    onFail: compileWayOut(input.on_fail, "on_fail", build),
    isSkippedIfFilled: input.skip_if_filled ?? false,
    hearsVoice: build.hearsVoice && (slot === undefined || mayBeHeard(slot)),
  };
}
