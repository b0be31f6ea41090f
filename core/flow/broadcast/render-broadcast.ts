import { advance } from "#core/flow/advance.ts";
import { isInAudience } from "#core/flow/in-audience.ts";
import { runId } from "#core/lib/ids.ts";
import type { Facts } from "#core/model/facts.ts";
import type { MessageOut } from "#core/model/message-out.ts";
import type { BroadcastPlan } from "./broadcast-plan.ts";

/**
 * What a person is to get. `outside`: they are not of its audience. `nothing`: they are, and there is
 * no message for them: its `when` says no, or a value that it needs cannot be had.
 */
export type BroadcastMessage =
  | { readonly kind: "message"; readonly message: MessageOut }
  | { readonly kind: "outside" }
  | { readonly kind: "nothing"; readonly reason: "not-meant" | "message-failed" };

/** Makes a broadcast's message for one person. Pure, like the flow that it is. */
export function renderBroadcast(plan: BroadcastPlan, facts: Facts): BroadcastMessage {
  if (!isInAudience(plan.audience, facts, plan.program.reads)) return { kind: "outside" };
  const cause = { kind: "start", runId: runId("broadcast"), trigger: "broadcast" } as const;
  const { run, effects } = advance(plan.program, undefined, { cause, facts });
  if (run.state === "failed") return { kind: "nothing", reason: "message-failed" };
  const messages = effects.flatMap((effect) => (effect.kind === "send" ? [effect.message] : []));
  const [message] = messages;
  if (message === undefined) return { kind: "nothing", reason: "not-meant" };
  // A text too long for the channel would go out in parts: one that comes alone is worse than none.
  if (messages.length > 1) return { kind: "nothing", reason: "message-failed" };
  return { kind: "message", message };
}
