import type { SendRules } from "#core/gate/decide-send.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import type { EngineSettings } from "./settings.ts";

/** What the gate has to know of an account and of bot.yaml. */
export function sendRulesOf(
  { account, capabilities }: Pick<Channel, "account" | "capabilities">,
  { allow, consent, templates }: Pick<EngineSettings, "allow" | "consent" | "templates">,
): SendRules {
  return {
    hasWindow: capabilities.windowMs !== undefined,
    purposes: consent.purposes,
    allow,
    refusedTemplate: (name, language, now) => templates.refusal(account, { name, language }, now),
  };
}
