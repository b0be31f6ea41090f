/** What is wrong with a part of a message, for the owner; undefined if nothing is. */
export type Finding = string | undefined;

/** The first of them; all are cheap, so that they are simply made beforehand. */
export function firstOf(...findings: readonly Finding[]): Finding {
  return findings.find((finding) => finding !== undefined);
}

/** A text of at most `maxChars` UTF-16 units; left out is good. */
export function atMost(what: string, text: string | undefined, maxChars: number): Finding {
  if (text === undefined || text.length <= maxChars) return undefined;
  return maxChars === 0
    ? `${what} is given, and WhatsApp takes none here`
    : `${what} has ${text.length} characters; WhatsApp takes at most ${maxChars}`;
}

/** A text that must be there, of at most `maxChars` UTF-16 units. */
export function filled(what: string, text: string, maxChars: number): Finding {
  return text === "" ? `${what} is empty` : atMost(what, text, maxChars);
}

/** So many of something. */
export function between(what: string, count: number, least: number, most: number): Finding {
  if (count >= least && count <= most) return undefined;
  return `There are ${count} ${what}; WhatsApp takes ${least} to ${most}`;
}

/** No two alike. */
export function unique(what: string, values: readonly string[]): Finding {
  return new Set(values).size === values.length ? undefined : `Two ${what} are the same`;
}

/** An address of a page. */
export function page(what: string, url: string): Finding {
  const isPage = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
  return isPage ? undefined : `${what} is no address of a page`;
}
