import type { EngineSettings } from "#core/engine/settings.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { NewEvent } from "#core/model/event.ts";
import {
  confirmationPurpose,
  refusalPurpose,
  type Send,
  type SendDecision,
  windowClosedReason,
} from "#core/model/send.ts";

/**
 * The same decision, with what follows from it: that a message is held back by the closed window, where a
 * template is to ask the person to write, is an event that there is once for each closed window.
 */
export function askToWrite(
  send: Send,
  decision: SendDecision,
  settings: Pick<EngineSettings, "window">,
  now: Millis,
): SendDecision {
  const event = windowClosedOf(send, decision, settings, now);
  return event === undefined || decision.kind !== "block" ? decision : { ...decision, event };
}

function windowClosedOf(
  { account, class: sendClass, conversation, purpose, facts }: Send,
  decision: SendDecision,
  { window }: Pick<EngineSettings, "window">,
  now: Millis,
): NewEvent | undefined {
  if (decision.kind !== "block" || decision.reason !== windowClosedReason) return undefined;
  if (window?.template === undefined) return undefined;
  if (purpose === confirmationPurpose || purpose === refusalPurpose) return undefined;
  // A broadcast goes to open windows alone, and asks nobody.
  if (sendClass === "campaign") return undefined;
  return {
    account,
    conversation,
    dedupeKey: `window-closed:${conversation}:${facts.windowUntilAt ?? 0}`,
    occurredAt: now,
    receivedAt: now,
    body: { kind: "window_closed", purpose, template: window.template },
  };
}
