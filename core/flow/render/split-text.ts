/**
 * Splits a text into parts of at most `maxChars` UTF-16 units, at the best place that each part
 * has in its second half: a blank line, a line end, a sentence end, a space; else between two
 * characters, never inside one. Only white space at the cuts is left out. No part is empty; a
 * text of white space gives no part. `lastMaxChars` bounds the last part more tightly.
 */
export function splitText(
  text: string,
  maxChars: number,
  lastMaxChars: number = maxChars,
): readonly string[] {
  const parts: string[] = [];
  let rest = text.trim();
  while (rest.length > lastMaxChars) {
    // What is just short enough for one part may still be too long for the last one.
    const end = cutPlace(rest, rest.length > maxChars ? maxChars : lastMaxChars);
    parts.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  if (rest !== "") parts.push(rest);
  return parts;
}

const places = [/\n[^\S\n]*\n/g, /\n/g, /[.!?…。！？]["'”’)\]*_]*\s/g, /\s/g];

/** How many units the first part takes, at least one. */
function cutPlace(text: string, maxChars: number): number {
  // One unit more: white space right after the limit is a good place too.
  const head = text.slice(0, maxChars + 1);
  for (const place of places) {
    let best = 0;
    for (const match of head.matchAll(place)) {
      const end = match.index + match[0].trimEnd().length;
      if (end <= maxChars) best = end;
    }
    if (best > maxChars / 2) return best;
  }
  return characterEnd(text, maxChars);
}

/** The end of the last whole character within the limit, as a reader counts characters. */
function characterEnd(text: string, maxChars: number): number {
  const near = Math.max(0, maxChars - 64);
  let end = 0;
  for (const part of segmenter.segment(text.slice(near, maxChars + 64))) {
    if (near + part.index > maxChars) break;
    end = near + part.index;
  }
  // A "character" longer than the look-behind is noise; a whole code point is enough for it.
  if (end > near) return end;
  const code = text.charCodeAt(maxChars - 1);
  const isHigh = code >= 0xd800 && code <= 0xdbff;
  return Math.max(1, isHigh && maxChars > 1 ? maxChars - 1 : maxChars);
}

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
