import { factsOf } from "#core/engine/facts.ts";
import { sendRulesOf } from "#core/engine/send-rules.ts";
import type { EngineSettings } from "#core/engine/settings.ts";
import type { BroadcastPlan } from "#core/flow/broadcast/broadcast-plan.ts";
import { renderBroadcast } from "#core/flow/broadcast/render-broadcast.ts";
import { decideSend } from "#core/gate/decide-send.ts";
import type { Millis } from "#core/lib/millis.ts";
import { chooseLocale } from "#core/model/facts.ts";
import type { MessageOut } from "#core/model/message-out.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import type { Person } from "#core/model/ports/records.ts";
import { sendFactsOf } from "#core/model/send-facts.ts";

/** What a broadcast has for a person; `outside`: nothing, they are not of its audience. */
export type Meeting =
  | { readonly kind: "outside" }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "message"; readonly message: MessageOut };

export interface MeetingDeps {
  readonly settings: EngineSettings;
  readonly seed: () => number;
}

/**
 * Decides whether a person gets a broadcast's message, and makes it: the gate is asked what it will be
 * asked again when the message is to leave.
 */
export function meetRecipient(
  { settings, seed }: MeetingDeps,
  plan: BroadcastPlan,
  channel: Channel,
  { contact, conversation }: Person,
  now: Millis,
): Meeting {
  const locale = chooseLocale(contact.language, settings.bot.locales);
  const facts = factsOf({ now, locale, contact, conversation, channel }, settings, seed());
  const rendered = renderBroadcast(plan, facts);
  if (rendered.kind === "outside") return rendered;
  if (contact.addresses.length === 0) return { kind: "refused", reason: "no-address" };
  if (rendered.kind === "nothing") return { kind: "refused", reason: rendered.reason };
  const { message } = rendered;
  const rules = sendRulesOf(channel, settings);
  const question = { purpose: plan.purpose, message, to: contact.addresses };
  const verdict = decideSend(question, sendFactsOf(contact, conversation, now), rules, now);
  return verdict.kind === "deny"
    ? { kind: "refused", reason: verdict.reason }
    : { kind: "message", message };
}
