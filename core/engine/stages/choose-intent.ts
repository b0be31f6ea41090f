import type { Turn } from "#core/engine/turn.ts";
import { effectId, revisionId, runId } from "#core/lib/ids.ts";
import type { JsonObject } from "#core/lib/json.ts";
import { secondMs } from "#core/lib/millis.ts";
import { type AiAsk, aiReplySchema } from "#core/model/ai.ts";
import type { ActivityOutcome } from "#core/model/event.ts";
import { type MessageIn, messageText } from "#core/model/message-in.ts";
import { noFlow, type Run } from "#core/model/run.ts";
import { handled, type StageResult } from "./stage.ts";

/** A person waits for it, and without it the next trigger in order takes the message. */
const chooseMs = 20 * secondMs;

/** A key and a few signs. */
const maxTokens = 60;

/** A message that waits for the choice, as its run holds it. */
export type Choosing = Run & {
  readonly held: Extract<NonNullable<Run["held"]>, { readonly kind: "intent" }>;
};

/**
 * Has an AI choose which intent a message means. Until it has, a run that belongs to no flow stands in
 * the foreground: so what comes in meanwhile waits, STOP and CANCEL end it, and a crash loses nothing.
 */
export function askForIntent(
  turn: Turn,
  message: MessageIn,
  choices: Readonly<Record<string, string>>,
  newId: () => string,
): StageResult {
  const id = runId(newId());
  const effect = effectId(`${id}:1`);
  const run: Run = {
    id,
    flow: noFlow,
    revision: revisionId(noFlow),
    state: "resting",
    trigger: "intent",
    position: [],
    slots: {},
    locals: {},
    wait: { kind: "activity", id: effect, step: "" },
    held: {
      kind: "intent",
      message,
      heardAt: turn.heardAt ?? turn.event.occurredAt,
      isFirst: isFirst(turn),
    },
    sequence: 1,
    startedAt: turn.now,
  };
  const ask = {
    task: "route",
    providers: [],
    prompt: messageText(message),
    choices,
    history: 0,
    tools: [],
    maxTokens,
    language: turn.locale,
  } satisfies AiAsk & JsonObject;
  turn.putRun(run);
  turn.addActivity({
    effect,
    run: id,
    request: { port: "ai", name: "intent", input: ask },
    timeoutMs: chooseMs,
  });
  turn.record("intent.asked", { choices: Object.keys(choices) }, run);
  return handled("intent-asked");
}

/** Whether the person had never written before the message in hand. */
export function isFirst(turn: Turn): boolean {
  return turn.spoken?.isFirst ?? turn.claim.conversation.lastInboundAt === undefined;
}

export function isChoosing(run: Run | undefined): run is Choosing {
  return run?.held?.kind === "intent";
}

/** What was chosen; null is none of them, and so is every failure. The choosing is over. */
export function takeIntent(turn: Turn, run: Choosing, outcome: ActivityOutcome): string | null {
  const { wait: _wait, held, ...rest } = run;
  turn.heardAt = held.heardAt;
  turn.putRun({ ...rest, state: "ended" });
  const reply = outcome.kind === "done" ? aiReplySchema.safeParse(outcome.value) : undefined;
  const value = reply?.success === true ? reply.data.value : undefined;
  if (typeof value === "string") {
    turn.record("intent.chosen", { intent: value }, run);
    return value;
  }
  const reason = outcome.kind === "failed" ? outcome.code : outcome.kind;
  turn.record("intent.none", { reason: outcome.kind === "done" ? "none" : reason }, run);
  return null;
}
