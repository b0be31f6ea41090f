import type { BotConfig } from "#core/config/bot-schema.ts";
import type { ConsentSettings } from "#core/engine/settings.ts";
import { servicePurpose } from "#core/gate/decide-consent.ts";
import {
  type AiRecipient,
  consentQuestion,
  type DisclosureFacts,
  disclosureText,
} from "#core/gate/disclosure-texts.ts";
import type { Coverage, PurposeRule } from "#core/model/consent.ts";
import { chooseLocale } from "#core/model/facts.ts";

/** The purpose of what the network calls marketing, where bot.yaml does not say. */
const marketingPurpose = "marketing";

/** What people are told and asked, made of who bot.yaml says answers, keeps and reads along. */
export function toConsentSettings(config: BotConfig): ConsentSettings {
  const { consent, locales, purposes, retention } = config;
  const serviceKeepsMs = purposes[servicePurpose]?.keepsMs ?? retention.messagesMs;
  const marketing = consent.networkMarketing ?? marketingPurpose;
  const texts = locales.map(
    (locale) => [locale, disclosureText(factsOf(config, serviceKeepsMs), locale)] as const,
  );
  return {
    purposes: new Map(
      Object.entries(purposes).map(
        ([name, { basis, expiresMs, keepsMs }]): [string, PurposeRule] => [
          name,
          { basis, expiresMs, needs: coverageOf(config, keepsMs ?? retention.messagesMs) },
        ],
      ),
    ),
    marketing: Object.hasOwn(purposes, marketing) ? marketing : undefined,
    disclosure: consent.isToldFirst
      ? { covers: coverageOf(config, serviceKeepsMs), texts: Object.fromEntries(texts) }
      : undefined,
    questions: new Map(Object.keys(purposes).map((name) => [name, questionOf(config, name)])),
  };
}

function questionOf(config: BotConfig, name: string): Readonly<Record<string, string>> {
  const purpose = config.purposes[name];
  const facts = factsOf(config, purpose?.keepsMs ?? config.retention.messagesMs);
  const texts = config.locales.map((locale) => {
    const about = localWords(purpose?.about, locale) ?? name;
    return [locale, consentQuestion(facts, about, purpose?.expiresMs, locale)] as const;
  });
  return Object.fromEntries(texts);
}

function localWords(
  words: string | Readonly<Record<string, string>> | undefined,
  locale: string,
): string | undefined {
  if (words === undefined || typeof words === "string") return words;
  return words[chooseLocale(locale, Object.keys(words))];
}

function factsOf(config: BotConfig, keepsMs: number): DisclosureFacts {
  const { consent, human, name, operator } = config;
  return {
    bot: name,
    operator,
    storedIn: consent.storedIn,
    keepsMs,
    providers: recipientsOf(config),
    hasHuman: human !== undefined,
    more: consent.more,
  };
}

/** Each firm once, in the order of bot.yaml; without a word of bot.yaml the text may go anywhere. */
function recipientsOf({ ai, providers }: BotConfig): readonly AiRecipient[] {
  const byName = new Map<string, AiRecipient>();
  for (const { plugin, company, country } of Object.values(providers)) {
    const name = company ?? plugin.replace(/^ai-/, "");
    const isHere = ai.localOnly || country === "here";
    byName.set(`${name} ${country ?? ""}`, { name, place: isHere ? "here" : { country } });
  }
  return [...byName.values()];
}

/** Words that mean the same as long as the same is done. */
function coverageOf(config: BotConfig, keepsMs: number): Coverage {
  const providers = recipientsOf(config).map(({ name, place }) =>
    place === "here" ? `provider: ${name}, here` : `provider: ${name}, ${place.country ?? "?"}`,
  );
  const { consent, name, operator } = config;
  const store = `store: ${consent.storedIn ?? "our server"}`;
  return { operator: operator ?? name, recipients: [store, ...providers].toSorted(), keepsMs };
}
