import type { Millis } from "#core/lib/millis.ts";
import type { MessageOut } from "#core/model/message-out.ts";
import {
  confirmationPurpose,
  handoffPurpose,
  operatorPurpose,
  type SendFacts,
} from "#core/model/send.ts";
import { isWindowOpen } from "./window.ts";

export type SendVerdict =
  | { readonly kind: "allow" }
  | { readonly kind: "deny"; readonly reason: SendDenial };

/** Why a message may not go out; kept with the row, so each is a public word. */
export type SendDenial = "stopped" | "window-closed" | "owned-by-human" | "owned-by-other";

/**
 * Decides whether one message may leave at this moment. Asked when the message is made and again
 * right before each attempt, with facts read in the transaction that fences the send. The one
 * confirmation of STOP passes STOP, nothing else does; a person of ours may write while they own
 * the conversation; outside the window only a template may go.
 */
export function decideSend(
  send: { readonly purpose: string; readonly message: MessageOut },
  facts: SendFacts,
  rules: { readonly hasWindow: boolean },
  now: Millis,
): SendVerdict {
  const isConfirmation = send.purpose === confirmationPurpose;
  if (facts.stoppedAt !== undefined && !isConfirmation) return deny("stopped");
  const isSystem = isConfirmation || ownPurposes.includes(send.purpose);
  if (facts.owner === "human" && !isSystem) return deny("owned-by-human");
  if (facts.owner === "other" && !isSystem && send.message.kind !== "template") {
    return deny("owned-by-other");
  }
  const needsWindow = rules.hasWindow && send.message.kind !== "template";
  if (needsWindow && !isWindowOpen(facts.windowUntilAt, now)) return deny("window-closed");
  return { kind: "allow" };
}

/** Purposes that do not wait for the bot to have the conversation again. */
const ownPurposes: readonly string[] = [handoffPurpose, operatorPurpose];

function deny(reason: SendDenial): SendVerdict {
  return { kind: "deny", reason };
}
