import type { InnerList, StepOutline, Way, WayTarget } from "#core/flow/define-step.ts";
import type { QuestionInput } from "#core/flow/schema/question-keys.ts";
import type { LocalText } from "./local-text.ts";
import type { Slot } from "./slot.ts";
import type { StepBuilder } from "./step-builder.ts";
import type { Target } from "./target.ts";

/** A way out of a question: to a step, or through steps of its own. */
export type WayOut =
  | { readonly kind: "goto"; readonly target: Target }
  | { readonly kind: "enter"; readonly list: string };

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
}

const defaultTries = 3;

/** Where a question can lead, for the checks. */
export function outlineQuestion(input: QuestionInput): StepOutline {
  const fills = input.into === undefined ? [] : [input.into];
  const onTimeout = wayTarget(input, "on_timeout");
  const onFail = wayTarget(input, "on_fail") ?? onTimeout;
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
    lists: [...innerList(input, "on_timeout"), ...innerList(input, "on_fail")],
    ways,
    speaks: "freely",
    ...(input.into === undefined ? {} : { into: { name: input.into, path: ["into"] } }),
  };
}

type WayKey = "on_timeout" | "on_fail";

function wayTarget(input: QuestionInput, key: WayKey): WayTarget | undefined {
  const way = input[key];
  if (way === undefined) return undefined;
  if (typeof way === "string") return { kind: "step", id: way, path: [key] };
  return { kind: "list", path: [key] };
}

function innerList(input: QuestionInput, key: WayKey): readonly InnerList[] {
  const way = input[key];
  return way === undefined || typeof way === "string" ? [] : [{ path: [key], steps: way }];
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
  return {
    into: input.into,
    slot: input.into === undefined ? undefined : build.slot(input.into),
    maxTries: input.retry?.max ?? defaultTries,
    retryText:
      input.retry?.say === undefined ? undefined : build.text(["retry", "say"], input.retry.say),
    timeoutMs: input.timeout,
    onTimeout: compileWayOut(input, "on_timeout", build),
    onFail: compileWayOut(input, "on_fail", build),
    isSkippedIfFilled: input.skip_if_filled ?? false,
  };
}

function compileWayOut(input: QuestionInput, key: WayKey, build: StepBuilder): WayOut | undefined {
  const way = input[key];
  if (way === undefined) return undefined;
  return typeof way === "string"
    ? { kind: "goto", target: build.target(way) }
    : { kind: "enter", list: build.list([key]) };
}
