import type { Template } from "#core/flow/expression/compile-template.ts";
import type { Capabilities } from "#core/model/capabilities.ts";
import type { Placed } from "./placed.ts";

/** What a person reads, in one or several languages. */
export interface LocalText {
  /** Locale → text; empty if the author wrote one text for all. */
  readonly byLocale: ReadonlyMap<string, Wording>;
  /** The one text, or the first of several. */
  readonly first: Wording;
}

/** How a text is rendered: with a channel's marks for bold and the like, or as it is written. */
export type TextForm = Capabilities["markup"] | "plain";

/** A text in one language. `ready` holds it rendered, if nothing in it depends on the run. */
export interface Wording {
  readonly template: Placed<Template>;
  readonly ready: Readonly<Record<TextForm, string>> | undefined;
}

/** The wording for a locale: its own, else the same language's, else the first. */
export function pickWording(text: LocalText, locale: string): Wording {
  if (text.byLocale.size === 0) return text.first;
  return (
    text.byLocale.get(locale) ?? text.byLocale.get(locale.split("-")[0] ?? locale) ?? text.first
  );
}
