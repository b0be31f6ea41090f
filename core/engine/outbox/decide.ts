import type { EngineSettings } from "#core/engine/settings.ts";
import { decideSend } from "#core/gate/decide-send.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import type { Send, SendDecision } from "#core/model/send.ts";
import { spendsOf } from "./send-budget.ts";

/** What of a send a decision depends on. */
export type DueSend = Pick<
  Send,
  | "account"
  | "contact"
  | "conversation"
  | "to"
  | "message"
  | "class"
  | "purpose"
  | "state"
  | "unknowns"
  | "facts"
>;

/**
 * What to do with a send that is due: the gate first, then what is left of an earlier attempt whose
 * outcome nobody told. A `campaign` is never sent twice by itself; another message goes again after
 * its grace, a few times, and then waits for a person.
 */
export function decideDueSend(
  send: DueSend,
  channel: Channel,
  settings: EngineSettings,
  now: Millis,
): SendDecision {
  const hasWindow = channel.capabilities.windowMs !== undefined;
  const verdict = decideSend(
    send,
    send.facts,
    { hasWindow, purposes: settings.consent.purposes },
    now,
  );
  if (send.state === "unknown") {
    // It may be on the person's phone: neither "blocked" nor "failed" would be true.
    if (verdict.kind === "deny") return { kind: "park", reason: verdict.reason };
    if (send.class === "campaign") return { kind: "park", reason: "not-sent-twice" };
    if (send.unknowns >= settings.outbox.maxUnknowns) {
      return { kind: "park", reason: "no-answer" };
    }
  }
  if (verdict.kind === "deny") return { kind: "block", reason: verdict.reason };
  const spends = spendsOf(send, channel, settings, now);
  return {
    kind: "send",
    ...(spends === undefined ? {} : { spends }),
    takes: [
      { key: `account:${send.account}`, pace: settings.limits.account },
      {
        key: `pair:${send.conversation}`,
        conversation: send.conversation,
        pace: settings.limits.pair,
      },
    ],
  };
}
