import type { Capabilities } from "#core/model/capabilities.ts";

type Rich = NonNullable<Capabilities["rich"]>;

/** The name of a limit on rich messages. Sections of products have titles like those of a list. */
export type RichLimit = keyof Rich | "sectionTitleChars";

/** How much a channel shows of it; undefined if the channel does not say. */
export function roomOf(limit: RichLimit, { rich, list }: Capabilities): number | undefined {
  return limit === "sectionTitleChars" ? list?.sectionTitleChars : rich?.[limit];
}
