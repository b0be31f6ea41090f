import type { Json } from "#core/lib/json.ts";

/** Signs and words between items; a comma inside a number is none. */
const between = /;|\n|&|,(?!\d)|(?<!\d),|\s(?:and|dan|serta)\s/i;
const anyComma = /;|\n|&|,|\s(?:and|dan|serta)\s/i;

/** The longest list that is looked through, in items. */
const maxItems = 200;

/**
 * The items of a list as a person writes it: `kopi, teh dan susu`, or one to a line, also with `-`
 * before it. Undefined if one of them makes no sense.
 */
export function parseList(
  text: string,
  readItem: (text: string) => Json | undefined,
): readonly Json[] | undefined {
  return readAll(text.split(between), readItem) ?? readAll(text.split(anyComma), readItem);
}

function readAll(
  parts: readonly string[],
  readItem: (text: string) => Json | undefined,
): readonly Json[] | undefined {
  const texts = parts
    .map((part) => part.trim().replace(/^(?:[-•*]|\d{1,3}[.)])\s+/, ""))
    .filter((part) => part !== "");
  if (texts.length === 0 || texts.length > maxItems) return undefined;
  const items = texts.map(readItem);
  return items.every((item) => item !== undefined) ? items : undefined;
}
