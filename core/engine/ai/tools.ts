import type { RunActivity } from "#core/engine/activities.ts";
import { assertNever } from "#core/lib/assert-never.ts";
import { sha256Hex } from "#core/lib/digest.ts";
import { effectId } from "#core/lib/ids.ts";
import { canonicalJson, type JsonObject } from "#core/lib/json.ts";
import { secondMs } from "#core/lib/millis.ts";
import { cutText } from "#core/lib/text.ts";
import { idempotencyKey } from "#core/model/effect.ts";
import type { AiTool, AiToolCall } from "#core/model/ports/ai-provider.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Activity } from "#core/model/ports/store.ts";
import type { AiFacts } from "./ai-facts.ts";
import type { AiSettings } from "./ai-settings.ts";
import type { Mask } from "./create-masker.ts";
import { fence } from "./fence.ts";

/** An action of the bot's plugins as a model may be told of it. */
export interface AiAction {
  /** As flows write it: `http.get`. */
  readonly name: string;
  readonly about: string;
  /** JSON Schema of what goes in. */
  readonly input: JsonObject;
  /** True if it changes nothing anywhere. */
  readonly isReadOnly?: boolean;
}

/** What one call of a model came to, as the model is told. */
export interface ToolResult {
  readonly content: string;
  readonly isError: boolean;
}

/** The tools of one question. */
export interface ToolBox {
  readonly tools: readonly AiTool[];
  /** True once an action was begun, whatever came of it. */
  readonly hasActed: boolean;
  run(call: AiToolCall, signal: AbortSignal): Promise<ToolResult>;
}

/** Greatest number of calls in one question, and how long each may take. */
const maxCalls = 8;
const callTimeoutMs = 15 * secondMs;
const maxResultChars = 4_000;

/**
 * Which of the actions that a flow names a model may call for this person. What only reads is free
 * to every person of a flow that names it; what changes something has to be listed under `ai.tools`
 * of bot.yaml, for the person's role or for everybody. Nothing that a model says changes that.
 */
export function permittedActions(
  names: readonly string[],
  actions: ReadonlyMap<string, AiAction>,
  settings: Pick<AiSettings, "tools">,
  { role }: Pick<AiFacts, "role">,
): readonly AiAction[] {
  return [...new Set(names)].flatMap((name) => {
    const action = actions.get(name);
    if (action === undefined) return [];
    const roles = settings.tools.get(name);
    const isFree = roles === undefined ? action.isReadOnly === true : roles === "everybody";
    const isOurs = Array.isArray(roles) && role !== undefined && roles.includes(role);
    return isFree || isOurs ? [action] : [];
  });
}

export function createToolBox(deps: {
  readonly actions: readonly AiAction[];
  readonly runAction: RunActivity;
  readonly activity: Activity;
  readonly clock: Clock;
  readonly nonce: string;
  readonly mask: Mask;
}): ToolBox {
  const byToolName = new Map(deps.actions.map((action) => [toolName(action.name), action]));
  const seen = new Map<string, number>();
  let count = 0;
  let hasActed = false;

  return {
    tools: deps.actions.map(({ name, about, input }) => ({
      name: toolName(name),
      about,
      schema: input,
    })),
    get hasActed() {
      return hasActed;
    },
    async run(call, signal) {
      const action = byToolName.get(call.name);
      if (action === undefined) return refusal("there is no such tool");
      count += 1;
      if (count > maxCalls) return refusal(`no more than ${maxCalls} calls for one question`);
      if (signal.aborted) return refusal("it was called off");
      if (action.isReadOnly !== true) hasActed = true;
      const key = callKey(action.name, call, seen);
      return await runOne(action, call, key, signal);
    },
  };

  async function runOne(
    { name }: AiAction,
    { args }: AiToolCall,
    key: string,
    signal: AbortSignal,
  ): Promise<ToolResult> {
    const { activity, clock, nonce, mask } = deps;
    const limit = new AbortController();
    const cancel = clock.after(callTimeoutMs, () => limit.abort());
    const outcome = await deps
      .runAction(
        {
          ...activity,
          effect: effectId(`${idempotencyKey(activity.effect)}.${key}`),
          request: { port: "action", name, input: args },
          timeoutMs: callTimeoutMs,
        },
        AbortSignal.any([signal, limit.signal]),
      )
      .finally(cancel);
    switch (outcome.kind) {
      case "done": {
        const text = cutText(mask(canonicalJson(outcome.value)), maxResultChars);
        return { content: fence([{ label: `result of ${name}`, text }], nonce), isError: false };
      }
      case "failed":
        return refusal(mask(`it was not done: ${outcome.code}: ${outcome.message}`));
      case "unknown":
        return refusal(
          "nobody knows whether it was done; do not try again, say that we look into it",
        );
      case "later":
        return refusal("it cannot be done now");
      default:
        return assertNever(outcome, "outcome of a tool");
    }
  }
}

/** Vendors take letters, digits, `_` and `-`. */
function toolName(action: string): string {
  return action.replaceAll(".", "__");
}

/**
 * Names a call by what it does, so that the same call of a repeated question is known as the same;
 * twice in one question, it is meant twice.
 */
function callKey(action: string, { args }: AiToolCall, seen: Map<string, number>): string {
  const what = sha256Hex(`${action}\u0000${canonicalJson(args)}`).slice(0, 24);
  const nth = (seen.get(what) ?? 0) + 1;
  seen.set(what, nth);
  return nth === 1 ? what : `${what}.${nth}`;
}

function refusal(text: string): ToolResult {
  return { content: cutText(text, maxResultChars), isError: true };
}
