import type { Scalar } from "yaml";

/**
 * For a string scalar: where in the source each UTF-16 unit of its value stands; one more entry marks
 * the end. YAML folds lines, drops indentation and resolves escapes, so the same steps are taken
 * here with offsets at hand. The result is compared with the value that was read; undefined if they
 * differ, so that a wrong place is never shown.
 */
export function stringOffsets(node: Scalar, text: string): readonly number[] | undefined {
  const { range, value } = node;
  if (typeof value !== "string" || !range) return undefined;
  const [start, end] = range;
  const track = new Track();
  switch (node.type) {
    case "PLAIN":
      trackFolded(track, text, start, end);
      break;
    case "QUOTE_SINGLE":
      trackFolded(track, text, start + 1, end - 1, "'");
      break;
    case "QUOTE_DOUBLE":
      trackDoubleQuoted(track, text, start + 1, end - 1);
      break;
    case "BLOCK_LITERAL":
    case "BLOCK_FOLDED":
      trackBlock(track, text, start, end, value);
      break;
    case undefined:
      return undefined;
  }
  if (track.text !== value) return undefined;
  return [...track.offsets, track.end];
}

/** Text that is being put together, with the source offset of every unit of it. */
class Track {
  text = "";
  readonly offsets: number[] = [];
  end = 0;

  /** Adds text that stands in the source as it is. */
  copy(text: string, from: number): void {
    for (let index = 0; index < text.length; index += 1) this.offsets.push(from + index);
    this.text += text;
    this.end = from + text.length;
  }

  /** Adds text that the source says in another way, at one place. */
  put(text: string, at: number, end: number): void {
    for (let index = 0; index < text.length; index += 1) this.offsets.push(at);
    this.text += text;
    this.end = end;
  }
}

/** Plain and single-quoted text: a line break is a space, `n` empty lines are `n` line breaks. */
function trackFolded(track: Track, text: string, start: number, end: number, quote = ""): void {
  let at = start;
  while (at < end) {
    const lineEnd = Math.min(end, indexOr(text, "\n", at, end));
    const isLast = lineEnd === end;
    const from = at === start ? at : skipBlanks(text, at, lineEnd);
    const to = isLast ? end : trimmedEnd(text, from, lineEnd);
    copyUnquoting(track, text, from, to, quote);
    if (isLast) return;
    at = lineEnd + 1;
    let breaks = 0;
    while (isBlankLine(text, at, end)) {
      breaks += 1;
      at = text.indexOf("\n", at) + 1;
    }
    track.put(breaks === 0 ? " " : "\n".repeat(breaks), lineEnd, at);
  }
}

function copyUnquoting(track: Track, text: string, from: number, to: number, quote: string): void {
  if (quote === "") {
    track.copy(text.slice(from, to), from);
    return;
  }
  for (let at = from; at < to; at += 1) {
    track.copy(text.charAt(at), at);
    if (text[at] === quote) at += 1;
  }
}

const escapes: Readonly<Record<string, string>> = {
  "0": "\0",
  a: "\x07",
  b: "\b",
  e: "\x1b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  N: "\u0085",
  _: "\u00a0",
  L: "\u2028",
  P: "\u2029",
  " ": " ",
  '"': '"',
  "/": "/",
  "\\": "\\",
  "\t": "\t",
};
const hexDigits: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function trackDoubleQuoted(track: Track, text: string, start: number, end: number): void {
  let at = start;
  while (at < end) {
    const char = text.charAt(at);
    if (char === "\\") {
      at = trackEscape(track, text, at, end);
      continue;
    }
    let blanksEnd = at;
    while (blanksEnd < end && " \t\r\n".includes(text.charAt(blanksEnd))) blanksEnd += 1;
    const breaks = text.slice(at, blanksEnd).split("\n").length - 1;
    if (breaks > 0) {
      track.put(breaks === 1 ? " " : "\n".repeat(breaks - 1), at, blanksEnd);
      at = blanksEnd;
      continue;
    }
    track.copy(char, at);
    at += 1;
  }
}

/** Returns the offset after the escape that begins at `at`. */
function trackEscape(track: Track, text: string, at: number, end: number): number {
  const next = text.charAt(at + 1);
  if (next === "\n" || next === "\r") {
    return skipBlanks(text, text.indexOf("\n", at) + 1, end);
  }
  const digits = hexDigits[next];
  if (digits === undefined) {
    track.put(escapes[next] ?? `\\${next}`, at, at + 2);
    return at + 2;
  }
  const code = Number.parseInt(text.slice(at + 2, at + 2 + digits), 16);
  track.put(code <= 0x10ffff ? String.fromCodePoint(code) : "", at, at + 2 + digits);
  return at + 2 + digits;
}

/**
 * Block text. Its lines stand in the source one to one, so each line of the source is looked for in
 * the value from where the last one ended; what lies between is line breaks.
 */
function trackBlock(track: Track, text: string, start: number, end: number, value: string): void {
  let at = indexOr(text, "\n", start, end) + 1;
  const first = /^( *)[^\s]/m.exec(text.slice(at, end));
  const explicit = /^[|>][-+]?([1-9])/.exec(text.slice(start, at))?.[1];
  const indent = first?.[1]?.length ?? 0;
  while (at < end) {
    const lineEnd = indexOr(text, "\n", at, end);
    const contentEnd = text[lineEnd - 1] === "\r" ? lineEnd - 1 : lineEnd;
    const line = text.slice(at, contentEnd);
    const content = explicit === undefined ? line.slice(indent) : line.trimStart();
    const found = content.trim() === "" ? -1 : value.indexOf(content, track.text.length);
    if (found !== -1) {
      const gap = value.slice(track.text.length, found);
      if (gap.trim() !== "") return;
      track.put(gap, at, at);
      track.copy(content, contentEnd - content.length);
    }
    at = lineEnd + 1;
  }
  track.put(value.slice(track.text.length), end, end);
}

function indexOr(text: string, char: string, from: number, end: number): number {
  const index = text.indexOf(char, from);
  return index === -1 || index > end ? end : index;
}

function isBlankLine(text: string, at: number, end: number): boolean {
  const lineEnd = text.indexOf("\n", at);
  return lineEnd !== -1 && lineEnd < end && text.slice(at, lineEnd).trim() === "";
}

function skipBlanks(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && (text[at] === " " || text[at] === "\t")) at += 1;
  return at;
}

function trimmedEnd(text: string, from: number, end: number): number {
  let at = end;
  while (at > from && /[ \t\r]/.test(text.charAt(at - 1))) at -= 1;
  return at;
}
