import { z } from "zod";
import { actionOutputType, compileAction } from "#core/flow/compile/action.ts";
import type { Slot } from "#core/flow/compile/slot.ts";
import { defineStep, type Next, type Way } from "#core/flow/define-step.ts";
import { limits } from "#core/flow/limits.ts";
import { isSlotValue } from "#core/flow/parse-slot/parse-slot.ts";
import { errorName, errorType, hideError, showError } from "#core/flow/run/caught.ts";
import { evaluateInput } from "#core/flow/run/evaluate-input.ts";
import type { Failure } from "#core/flow/run/failure.ts";
import { noteUnsure, pauseBefore, type Retry, toRetry } from "#core/flow/run/retry.ts";
import type { Turn } from "#core/flow/run/turn.ts";
import { nameSchema } from "#core/flow/schema/common-keys.ts";
import { durationSchema } from "#core/flow/schema/duration-schema.ts";
import { retrySchema } from "#core/flow/schema/retry-keys.ts";
import { effectId } from "#core/lib/ids.ts";
import type { Json } from "#core/lib/json.ts";
import { secondMs } from "#core/lib/millis.ts";
import { idempotencyKey, laterTry } from "#core/model/effect.ts";
import type { ActivityOutcome } from "#core/model/event.ts";

const defaultTimeoutMs = 30 * secondMs;

/** Has a plugin do something, and rests until it is done. */
export const run = defineStep({
  verb: "run",
  about:
    "Runs an action that a plugin brings, such as http.post, and waits for its result. Messages of the person wait meanwhile.",
  keys: (steps) => ({
    run: z
      .string()
      .regex(/^[a-z][a-z0-9_-]*\.[a-z][a-z0-9_]*$/, "an action is two words with a dot: http.post")
      .meta({ description: "The action.", examples: ["http.post"] }),
    with: z
      .record(z.string(), z.unknown())
      .optional()
      .meta({
        description:
          "What the action is given. A text that is nothing but one `{{ expression }}` keeps its type.",
        examples: [{ url: "https://shop.example/orders", body: { cups: "{{ slots.cups }}" } }],
      }),
    into: nameSchema.optional().meta({
      description: "Where the result goes: a slot, or a name that lasts for this run.",
    }),
    timeout: durationSchema.optional().meta({
      description: "How long one try may take, up to 10m. 30s if absent.",
      examples: ["10s"],
    }),
    retry: retrySchema.optional(),
    catch: steps.optional().meta({
      description: "Steps for when it failed; `error.kind` and `error.message` say why.",
    }),
  }),
  outline(input) {
    const after = { kind: "result" } as const;
    const { into } = input;
    const fills = into === undefined ? [] : [into];
    const ways: Way[] = [{ to: { kind: "next" }, after, fills }];
    if (input.catch !== undefined) {
      ways.push({ to: { kind: "list", path: ["catch"] }, after, fills: [] });
    }
    const type = (around: Parameters<typeof actionOutputType>[1]) =>
      actionOutputType(input.run, around);
    return {
      lists: input.catch === undefined ? [] : [{ path: ["catch"], steps: input.catch }],
      ways,
      speaks: "not",
      ...(into === undefined ? {} : { into: { name: into, path: ["into"], type } }),
    };
  },
  compile(input, build) {
    if (input.timeout !== undefined && input.timeout > limits.actionMs) {
      const message = "an action may take 10m at most";
      build.report({ code: "FLOW_VALUE_SIZE", path: ["timeout"], message });
    }
    if (input.catch !== undefined) build.bind(["catch"], errorName, errorType);
    return {
      name: input.run,
      input: compileAction(input.run, input.with, build),
      into: input.into,
      slot: input.into === undefined ? undefined : build.slot(input.into),
      timeoutMs: input.timeout ?? defaultTimeoutMs,
      retry: toRetry(input.retry),
      otherwise: input.catch === undefined ? undefined : build.list(["catch"]),
      caughtKey: `caught ${build.place}`,
      at: build.at(["run"]),
    };
  },
  enter(action, turn) {
    const input = evaluateInput(action.input, turn, action.at);
    if (!input.ok) return fail(input.failure, action, turn);
    const request = { port: "action", name: action.name, input: input.value } as const;
    const id = turn.ask(request, action.timeoutMs);
    return restOn(id, { input: input.value, tried: 1 });
  },
  resume(action, turn, wait, cause) {
    const { input, tried, first } = stateSchema.parse(wait.data);
    if (cause.kind === "timer" && first !== undefined) {
      const request = { port: "action", name: action.name, input } as const;
      const id = turn.ask(request, action.timeoutMs, laterTry(effectId(first), tried));
      return restOn(id, { input, tried: tried + 1 });
    }
    if (cause.kind !== "result") return { kind: "next" };
    const { outcome } = cause;
    if (outcome.kind === "done") return take(outcome.value, action, turn);
    const failure = failureOf(outcome, action);
    if (outcome.kind === "unknown" && outcome.isRepeatable !== true) noteUnsure(turn);
    if (!mayHelp(outcome) || tried > action.retry.max) return fail(failure, action, turn);
    turn.record("flow.tried-again", { code: failure.kind ?? "", message: failure.message, tried });
    const data = { input, tried, first: idempotencyKey(effectId(wait.id)) };
    return { kind: "rest", rest: pauseBefore(action.retry, tried, turn, data) };
  },
  again({ caughtKey }, turn) {
    hideError(turn, caughtKey);
    return { kind: "next" };
  },
  leave: ({ caughtKey }, turn) => {
    hideError(turn, caughtKey);
  },
  holding: ({ caughtKey, name }) => ({ keeps: [caughtKey], of: name }),
});

/** What a rest keeps: the input as it was worked out, tries so far, and the first one's id. */
const stateSchema = z.object({
  input: z.json(),
  tried: z.int().min(1),
  first: z.string().optional(),
});

interface Action {
  readonly name: string;
  readonly into: string | undefined;
  readonly slot: Slot | undefined;
  readonly retry: Retry;
  readonly otherwise: string | undefined;
  readonly caughtKey: string;
  readonly at: Failure["at"];
}

function restOn(id: string, data: Readonly<Record<string, Json>>): Next {
  return { kind: "rest", rest: { kind: "activity", id, dueAt: undefined, data } };
}

function take(value: Json, action: Action, turn: Turn): Next {
  const { into, slot, at, name } = action;
  if (into === undefined) return { kind: "next" };
  const isTooBig = JSON.stringify(value).length > limits.resultChars;
  if (isTooBig || (slot !== undefined && !isSlotValue(slot.type, value))) {
    const message = isTooBig
      ? `the result of ${name} is larger than ${limits.resultChars} characters`
      : `the result of ${name} does not fit the slot "${into}"`;
    return fail({ code: "FLOW_VALUE_REFUSED", message, at }, action, turn);
  }
  turn.fill(into, value);
  return { kind: "next" };
}

function fail(failure: Failure, { otherwise, caughtKey }: Action, turn: Turn): Next {
  if (otherwise === undefined) return { kind: "fail", failure };
  turn.record("flow.action-failed", { kind: failure.kind ?? "", message: failure.message });
  showError(turn, caughtKey, failure);
  return { kind: "enter", list: otherwise };
}

type Bad = Exclude<ActivityOutcome, { readonly kind: "done" }>;

function failureOf(outcome: Bad, { name, at }: Action): Failure {
  const kind = outcome.kind === "unknown" ? "unknown" : outcome.code;
  return { code: "FLOW_ACTION_FAILED", kind, message: `${name}: ${outcome.message}`, at };
}

/** Whether another try may do good, and can do no harm. */
function mayHelp(outcome: Bad): boolean {
  return outcome.kind === "unknown" ? outcome.isRepeatable === true : outcome.isFinal !== true;
}
