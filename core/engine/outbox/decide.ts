import { sendRulesOf } from "#core/engine/send-rules.ts";
import type { EngineSettings } from "#core/engine/settings.ts";
import { decideSend } from "#core/gate/decide-send.ts";
import { later, type Millis, secondMs } from "#core/lib/millis.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import {
  confirmationPurpose,
  handoffPurpose,
  operatorPurpose,
  privatePurposes,
  type Send,
  type SendDecision,
} from "#core/model/send.ts";
import { type PricedSend, spendsOf } from "./send-budget.ts";

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
> &
  Partial<Pick<Send, "run">> &
  Pick<PricedSend, "flow">;

/** How soon a message that a pause holds back leaves after it. */
const pauseLookMs = 15 * secondMs;

/**
 * What leaves in a pause: words of people of ours and to them, and what the runtime itself answers
 * to STOP, START and HUMAN, which no run sends.
 */
function leavesInPause({ run, class: sendClass, purpose }: DueSend): boolean {
  return inPause.includes(purpose) || (run === undefined && sendClass === "reply");
}

const inPause: readonly string[] = [
  confirmationPurpose,
  handoffPurpose,
  operatorPurpose,
  ...privatePurposes,
];

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
  const verdict = decideSend(send, send.facts, sendRulesOf(channel, settings), now);
  if (send.state === "unknown") {
    // It may be on the person's phone: neither "blocked" nor "failed" would be true.
    if (verdict.kind === "deny") return { kind: "park", reason: verdict.reason };
    if (send.class === "campaign") return { kind: "park", reason: "not-sent-twice" };
    if (send.unknowns >= settings.outbox.maxUnknowns) {
      return { kind: "park", reason: "no-answer" };
    }
  }
  if (verdict.kind === "deny") return { kind: "block", reason: verdict.reason };
  if (settings.pausedAt !== undefined && !leavesInPause(send)) {
    return { kind: "later", until: later(now, pauseLookMs), reason: "paused" };
  }
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
