import type { InnerList, StepOutline, WayTarget } from "#core/flow/define-step.ts";
import type { StepBuilder } from "./step-builder.ts";
import type { Target } from "./target.ts";

/** A way out of a rest: to a step, or through steps of its own. */
export type WayOut =
  | { readonly kind: "goto"; readonly target: Target }
  | { readonly kind: "enter"; readonly list: string };

/** A way out as an author writes it: a step's id, or steps. */
export type WayOutInput = string | readonly unknown[] | undefined;

/** Where the way out under a key leads, for the checks; undefined if there is none. */
export function wayOutTarget(input: WayOutInput, key: string): WayTarget | undefined {
  if (input === undefined) return undefined;
  if (typeof input === "string") return { kind: "step", id: input, path: [key] };
  return { kind: "list", path: [key] };
}

/** The steps that a way out holds, as a list inside the step. */
export function wayOutLists(input: WayOutInput, key: string): StepOutline["lists"] {
  const none: readonly InnerList[] = [];
  return input === undefined || typeof input === "string" ? none : [{ path: [key], steps: input }];
}

export function compileWayOut(
  input: WayOutInput,
  key: string,
  build: StepBuilder,
): WayOut | undefined {
  if (input === undefined) return undefined;
  return typeof input === "string"
    ? { kind: "goto", target: build.target(input) }
    : { kind: "enter", list: build.list([key]) };
}
