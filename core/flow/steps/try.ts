import { defineStep, type Way } from "#core/flow/define-step.ts";
import { errorName, errorType, hideError, showError } from "#core/flow/run/caught.ts";
import { isUnsure, markUnsure, pauseBefore, type Retry, toRetry } from "#core/flow/run/retry.ts";
import type { Turn } from "#core/flow/run/turn.ts";
import { retrySchema } from "#core/flow/schema/retry-keys.ts";

/** Goes through steps, and somewhere else if one of them fails. */
export const tryStep = defineStep({
  verb: "try",
  about:
    "Goes through steps. If one fails, they are tried again from the top as often as `retry` says, then `catch` is gone through.",
  keys: (steps) => ({
    try: steps.meta({ description: "Steps that may fail." }),
    retry: retrySchema.optional(),
    catch: steps.optional().meta({
      description: "Steps for when one of them failed; `error.kind` and `error.message` say why.",
    }),
  }),
  outline(input) {
    const after = { kind: "nothing" } as const;
    const body: Way = { to: { kind: "list", path: ["try"] }, after, fills: [] };
    const lists = [{ path: ["try"], steps: input.try }];
    const pauses = input.retry !== undefined;
    if (input.catch === undefined) return { lists, ways: [body], speaks: "not", pauses };
    return {
      lists: [...lists, { path: ["catch"], steps: input.catch }],
      ways: [body, { to: { kind: "list", path: ["catch"] }, after, fills: [] }],
      speaks: "not",
      pauses,
      rescues: { from: ["try"], to: ["catch"] },
    };
  },
  compile(input, build) {
    if (input.catch === undefined && input.retry === undefined) {
      build.report({
        code: "FLOW_KEY_MISSING",
        path: ["try"],
        part: "key",
        message: '"try" needs "catch" or "retry": without them it changes nothing',
      });
    }
    if (input.catch !== undefined) build.bind(["catch"], errorName, errorType);
    return {
      body: build.list(["try"]),
      otherwise: input.catch === undefined ? undefined : build.list(["catch"]),
      retry: toRetry(input.retry),
      triedKey: `tried ${build.place}`,
      unsureKey: `unsure ${build.place}`,
      caughtKey: `caught ${build.place}`,
    };
  },
  enter({ body, unsureKey }, turn) {
    markUnsure(turn, unsureKey);
    return { kind: "enter", list: body };
  },
  guarded: ({ body }) => body,
  rescue(block, turn, failure) {
    const { otherwise, retry, triedKey, caughtKey } = block;
    const tried = Number(turn.local(triedKey) ?? 0) + 1;
    const isAllowed = !isUnsure(turn, block.unsureKey);
    if (tried <= retry.max && !isAllowed) {
      turn.record("flow.not-tried-again", { message: failure.message, reason: "outcome-unknown" });
    } else if (tried <= retry.max) {
      turn.setLocal(triedKey, tried);
      turn.record("flow.tried-again", { code: failure.code, message: failure.message, tried });
      return { kind: "rest", rest: pauseBefore(retry, tried, turn, {}) };
    }
    turn.setLocal(triedKey, undefined);
    if (otherwise === undefined) return { kind: "fail", failure };
    showError(turn, caughtKey, failure);
    return { kind: "enter", list: otherwise };
  },
  resume: ({ body }) => ({ kind: "enter", list: body }),
  again(block, turn) {
    forget(block, turn);
    return { kind: "next" };
  },
  leave: (block, turn) => {
    forget(block, turn);
  },
  holding: ({ triedKey, caughtKey }) => ({ keeps: [triedKey, caughtKey] }),
});

interface Block {
  readonly retry: Retry;
  readonly triedKey: string;
  readonly unsureKey: string;
  readonly caughtKey: string;
}

function forget({ triedKey, unsureKey, caughtKey }: Block, turn: Turn): void {
  turn.setLocal(triedKey, undefined);
  turn.setLocal(unsureKey, undefined);
  if (turn.hasLocal(caughtKey)) hideError(turn, caughtKey);
}
