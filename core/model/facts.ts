import type { AccountId } from "#core/lib/ids.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { Capabilities } from "./capabilities.ts";
import type { Coverage } from "./consent.ts";
import type { Contact } from "./contact.ts";

/**
 * What is true at the moment an input is handled: all that a flow may know of the world. Gathered
 * by the shell for each input and never kept, so the same program, run, cause and facts always
 * give the same answer.
 */
export interface Facts {
  readonly now: Millis;
  /** When the message that moves the run was written, if a message does. */
  readonly heardAt?: Millis;
  /** Chance for this input: any whole number from 0 to 2^32 - 1. */
  readonly seed: number;
  /** The language to speak: one of `locales`, made by `chooseLocale`. */
  readonly locale: string;
  /** The bot's locales; the first is its default. Never empty. */
  readonly locales: readonly string[];
  /** IANA name, such as `Asia/Jakarta`. */
  readonly timeZone: string;
  readonly contact: Contact;
  /** What bot.yaml declares, by purpose. */
  readonly consent: Readonly<Record<string, PurposeFacts>>;
  /** End of the customer service window; undefined before the person's first message. */
  readonly windowUntilAt: Millis | undefined;
  readonly bot: { readonly name: string };
  readonly channel: {
    readonly account: AccountId;
    readonly kind: string;
    readonly capabilities: Capabilities;
  };
  /** Whether texts that follow each other within one input go out as one message. */
  readonly mergesTexts: boolean;
  readonly hours: { readonly open: boolean };
  /** Values of the names that bot.yaml lists under `flows.env`. */
  readonly env: Readonly<Record<string, string>>;
}

/** What is known of a purpose and this person. */
export interface PurposeFacts {
  /** Whether messages for it may go to the person now. */
  readonly isGranted: boolean;
  /** What is asked where a yes is needed, by locale of the bot. */
  readonly questions: Readonly<Record<string, string>>;
  /** What a yes to that question covers. */
  readonly covers: Coverage | undefined;
}

/**
 * The bot's locale that suits a person's language best: the same tag, else the same language
 * (`en` for `en-GB`, `pt-BR` for `pt`), else the bot's first. Both are BCP 47.
 */
export function chooseLocale(language: string | undefined, locales: readonly string[]): string {
  return findLocale(language, locales) ?? locales[0] ?? "en";
}

/** The same; undefined if none of the bot's suits that language. */
export function findLocale(
  language: string | undefined,
  locales: readonly string[],
): string | undefined {
  const wanted = language?.toLowerCase();
  return (
    locales.find((locale) => locale.toLowerCase() === wanted) ??
    locales.find((locale) => wanted !== undefined && baseOf(locale) === baseOf(wanted))
  );
}

function baseOf(tag: string): string {
  return tag.toLowerCase().split(/[-_]/)[0] ?? "";
}
