import type { StepKind } from "./define-step.ts";
import { ai } from "./steps/ai.ts";
import { ask } from "./steps/ask.ts";
import { call } from "./steps/call.ts";
import { choose } from "./steps/choose.ts";
import { consent } from "./steps/consent.ts";
import { converse } from "./steps/converse.ts";
import { each } from "./steps/each.ts";
import { emit } from "./steps/emit.ts";
import { end } from "./steps/end.ts";
import { goto } from "./steps/goto.ts";
import { handoff } from "./steps/handoff.ts";
import { ifStep } from "./steps/if.ts";
import { note } from "./steps/note.ts";
import { run } from "./steps/run.ts";
import { say } from "./steps/say.ts";
import { send } from "./steps/send.ts";
import { set } from "./steps/set.ts";
import { switchStep } from "./steps/switch.ts";
import { template } from "./steps/template.ts";
import { tryStep } from "./steps/try.ts";
import { wait } from "./steps/wait.ts";

/** Every verb of the language, in the order in which the docs tell them. */
export const stepKinds: readonly StepKind[] = [
  say,
  send,
  ask,
  choose,
  template,
  set,
  ifStep,
  switchStep,
  each,
  goto,
  call,
  wait,
  consent,
  handoff,
  run,
  ai,
  converse,
  tryStep,
  emit,
  note,
  end,
];

const byVerb = new Map(stepKinds.map((kind) => [kind.verb, kind]));

/** The kind that a step of a file means: by the first of its keys that is a verb. */
export function stepKindOf(step: unknown): StepKind | undefined {
  if (typeof step === "string") {
    const kind = byVerb.get(step);
    return kind?.isBare === true ? kind : undefined;
  }
  if (typeof step !== "object" || step === null) return undefined;
  for (const key of Object.keys(step)) {
    const kind = byVerb.get(key);
    if (kind !== undefined) return kind;
  }
  return undefined;
}
