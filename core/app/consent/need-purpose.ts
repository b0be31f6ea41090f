import { BotError } from "#core/lib/bot-error.ts";
import { nameHint } from "#core/lib/name-hint.ts";
import type { PurposeRule, PurposeRules } from "#core/model/consent.ts";

/** The rule of a purpose that somebody names; throws `USE_WRONG` for one that bot.yaml does not declare. */
export function needPurpose(purposes: PurposeRules, name: string): PurposeRule {
  const rule = purposes.get(name);
  if (rule !== undefined) return rule;
  throw new BotError("USE_WRONG", `bot.yaml declares no purpose "${name}"`, {
    hint: `Name one that it does: ${nameHint(name, [...purposes.keys()])}`,
  });
}
