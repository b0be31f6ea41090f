import type { RunActivity } from "#core/engine/activities.ts";
import { errorText } from "#core/lib/bot-error.ts";
import { jsonSchema } from "#core/lib/json.ts";
import { idempotencyKey } from "#core/model/effect.ts";
import type { ActivityOutcome } from "#core/model/event.ts";
import type { ActionDeclaration, ActionOutcome, RunAction } from "#core/model/ports/action.ts";

/** The actions of one name in bot.yaml. */
export interface ActionSet {
  readonly declarations: readonly ActionDeclaration[];
  readonly run: RunAction;
}

/**
 * Does the activities of the port `action`: finds the action, holds what goes in and comes out to
 * its schemas, and never begins a second time what may not be done twice.
 */
export function createActionRunner(sets: ReadonlyMap<string, ActionSet>): RunActivity {
  return async (activity, signal) => {
    const { name } = activity.request;
    const [setName = "", action = ""] = name.split(".");
    const set = sets.get(setName);
    const declaration = set?.declarations.find((item) => item.name === action);
    if (set === undefined || declaration === undefined) {
      return failed("action_unknown", `no plugin of the bot has an action ${name}`);
    }
    const { isIdempotent } = declaration;
    if (activity.attempts > 0 && !isIdempotent) {
      return unknown("it was begun before, and cut off", false);
    }
    const input = declaration.input.safeParse(activity.request.input);
    if (!input.success) {
      return failed("input_invalid", `what it is given does not fit: ${issueText(input.error)}`);
    }
    const call = {
      action,
      input: input.data,
      key: idempotencyKey(activity.effect),
      timeoutMs: activity.timeoutMs,
    };
    const outcome = await untilAbort(set.run, call, signal);
    try {
      return judge(outcome, declaration);
    } catch (error) {
      // It may have had its effect, and the same would be said of another try.
      return unknown(errorText(error), false);
    }
  };
}

/** The outcome; one that nobody knows if the time is over first, or the plugin's code fails. */
function untilAbort(
  run: RunAction,
  call: Parameters<RunAction>[0],
  signal: AbortSignal,
): Promise<ActionOutcome> {
  return new Promise((resolve) => {
    const message = `no result within ${call.timeoutMs} ms`;
    signal.addEventListener("abort", () => resolve({ kind: "unknown", message }), { once: true });
    // Plugins' code may throw before it gives a promise, too.
    Promise.try(run, call, signal).then(resolve, (error: unknown) =>
      resolve({ kind: "unknown", message: errorText(error) }),
    );
  });
}

function judge(outcome: ActionOutcome, declaration: ActionDeclaration): ActivityOutcome {
  if (outcome.kind === "unknown") return unknown(outcome.message, declaration.isIdempotent);
  if (outcome.kind === "failed") return outcome;
  const output = declaration.output.safeParse(outcome.value);
  if (!output.success) {
    // Final: it was done, and must not be done again for the sake of its answer.
    return failed("output_invalid", `its result does not fit: ${issueText(output.error)}`);
  }
  return { kind: "done", value: jsonSchema.parse(output.data) };
}

function failed(code: string, message: string): ActivityOutcome {
  return { kind: "failed", code, message, isFinal: true };
}

function unknown(message: string, isRepeatable: boolean): ActivityOutcome {
  return { kind: "unknown", message, isRepeatable };
}

/** The first thing that is wrong, by its place; never the value. */
function issueText(error: {
  readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
}): string {
  const [issue] = error.issues;
  const path = issue?.path.join(".") ?? "";
  return `${path === "" ? "" : `${path}: `}${issue?.message ?? "?"}`;
}
