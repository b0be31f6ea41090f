import type { Capabilities } from "#core/model/capabilities.ts";

type Markup = Capabilities["markup"];

/**
 * Escapes what a person or a system put into a text, so that it never turns bold or into code.
 * The backslashes are taken away again by `toMarkup`.
 */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\*_~`[\]]/g, "\\$&");
}

/**
 * Turns Markdown into the channel's own marks: `**bold**`, `*italic*` or `_italic_`, `~~struck~~`,
 * code and links. Lists, quotes and everything else stay as they are.
 *
 * The text is read once from left to right. Code is copied, an escaped sign becomes a plain one, a
 * pair of signs round words becomes the channel's pair; a sign without its partner stays itself.
 */
export function toMarkup(text: string, markup: Markup): string {
  if (markup === "markdown" || !/[\\*_~`[]/.test(text)) return text;
  return convert(text, marks[markup], 0);
}

interface Marks {
  readonly bold: string;
  readonly italic: string;
  readonly struck: string;
  readonly code: string;
  readonly fence: string;
  /** Keeps a literal sign from acting as a mark; empty where the channel has no marks. */
  readonly guard: string;
}

// WhatsApp has no escape sign. A word joiner is invisible and no word may begin with it, so the
// sign before it opens nothing. Source: WhatsApp help, "How to format your messages".
const marks: Readonly<Record<Exclude<Markup, "markdown">, Marks>> = {
  whatsapp: { bold: "*", italic: "_", struck: "~", code: "`", fence: "```", guard: "\u2060" },
  none: { bold: "", italic: "", struck: "", code: "", fence: "", guard: "" },
};

/** Pairs inside pairs that are converted; deeper signs stay as they are. */
const maxNesting = 4;

/** The longest stretch between two signs; keeps many lone signs from costing a square. */
const maxMarkedChars = 1_000;

// Each alternative is bounded by its closing sign on the same line, and none can match in two ways.
const token =
  /\\([\\*_~`[\]])|```([\s\S]*?)```|`([^`\n]+)`|(?<![\p{L}\p{N}])(\*\*|__|~~|\*|_)(?=\S)|\[([^[\]\n]*)\]\((https?:[^()\s]+)\)/gu;

function convert(text: string, to: Marks, depth: number): string {
  let result = "";
  let from = 0;
  token.lastIndex = 0;
  for (;;) {
    token.lastIndex = from;
    const match = token.exec(text);
    if (match === null) return result + text.slice(from);
    const [all, escaped, fenced, code, opener, label, url] = match;
    result += text.slice(from, match.index);
    from = match.index + all.length;
    if (escaped !== undefined) result += literal(text, match.index, escaped, to);
    else if (fenced !== undefined) result += to.fence + fenced + to.fence;
    else if (code !== undefined) result += to.code + code + to.code;
    else if (label !== undefined && url !== undefined) result += linkText(label, url, to, depth);
    else if (opener !== undefined) {
      const end = depth < maxNesting ? findCloser(text, from, opener) : -1;
      if (end < 0) {
        result += opener;
        continue;
      }
      const mark = to[kinds[opener] ?? "italic"];
      result += mark + convert(text.slice(from, end), to, depth + 1) + mark;
      from = end + opener.length;
    }
  }
}

const kinds: Readonly<Record<string, "bold" | "italic" | "struck">> = {
  "**": "bold",
  __: "bold",
  "~~": "struck",
  "*": "italic",
  _: "italic",
};

/** Where the partner of an opening sign stands on the same line, or -1. */
function findCloser(text: string, from: number, opener: string): number {
  const sign = opener[0] ?? "";
  const last = Math.min(text.length, from + maxMarkedChars);
  for (let at = from; at < last; at += 1) {
    const char = text[at];
    if (char === "\n") return -1;
    if (char === "\\") at += 1;
    else if (char === sign && text.startsWith(opener, at)) {
      let run = opener.length;
      while (text[at + run] === sign) run += 1;
      const isCloser = at > from && /\S/.test(text[at - 1] ?? "");
      const isFree = !/[\p{L}\p{N}]/u.test(text[at + run] ?? "");
      if (isCloser && isFree && run === opener.length) return at;
      at += run - 1;
    }
  }
  return -1;
}

/** A sign that stands for itself, guarded where it could open a pair. */
function literal(text: string, at: number, sign: string, to: Marks): string {
  const before = text[at - 1] ?? "";
  const after = text[at + 2] ?? "";
  const canOpen = "*_~`".includes(sign) && !/[\p{L}\p{N}]/u.test(before) && /\S/.test(after);
  return canOpen ? sign + to.guard : sign;
}

function linkText(label: string, url: string, to: Marks, depth: number): string {
  const words = depth < maxNesting ? convert(label, to, depth + 1) : label;
  return words.trim() === "" || words === url ? url : `${words}: ${url}`;
}
