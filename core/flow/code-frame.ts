import type { Finding, Position } from "./finding.ts";

/** Columns of source that a frame shows at most, and how many of them stand before the caret. */
const frameColumns = 100;
const columnsBeforeCaret = 40;

/**
 * The finding as a person reads it in a terminal: `file:line:column severity message [CODE]`, the
 * line before, the line itself with carets and the hint below it, then related places. Lines are cut
 * to fit, tabs become spaces and control characters a harmless sign.
 */
export function formatFinding(finding: Finding, sourceText: string): string {
  const { at } = finding;
  const out = [`${place(at)} ${finding.severity} ${finding.message} [${finding.code}]`];
  const lines = sourceText.split("\n");
  const line = lines[at.line - 1];
  const gutter = String(at.line).length;
  if (line === undefined) {
    if (finding.hint !== undefined) out.push(`  ${finding.hint}`);
  } else {
    const before = lines[at.line - 2];
    if (before !== undefined) {
      out.push(`  ${String(at.line - 1).padStart(gutter)} │ ${cutLine(before, 0).text}`.trimEnd());
    }
    const end = at.endLine > at.line ? line.trimEnd().length : at.endColumn - 1;
    const shown = cutLine(line, at.column - 1, end);
    out.push(`> ${at.line} │ ${shown.text}`.trimEnd());
    const carets = `${" ".repeat(shown.caretColumn)}${"^".repeat(shown.caretWidth)}`;
    const hint = finding.hint === undefined ? "" : ` ${finding.hint}`;
    out.push(`  ${" ".repeat(gutter)} │ ${carets}${hint}`);
  }
  for (const related of finding.related ?? []) {
    out.push(`  ${place(related.at)} ${related.message}`);
  }
  return out.join("\n");
}

function place(at: Position): string {
  return `${at.file}:${at.line}:${at.column}`;
}

interface CutLine {
  readonly text: string;
  readonly caretColumn: number;
  readonly caretWidth: number;
}

/** The part of a line round the UTF-16 offsets `start` to `end`, and where they stand on a screen. */
function cutLine(line: string, start: number, end: number = start + 1): CutLine {
  const cells = splitCells(line.endsWith("\r") ? line.slice(0, -1) : line);
  const widthBefore = sum(cells.filter((cell) => cell.offset < start));
  const isCut = sum(cells) > frameColumns;
  let skipped = 0;
  let first = 0;
  if (isCut) {
    while (first < cells.length && widthBefore - skipped > columnsBeforeCaret) {
      skipped += cells[first]?.width ?? 0;
      first += 1;
    }
  }
  let text = first > 0 ? "…" : "";
  let width = text.length;
  let caretColumn = width;
  let caretWidth = 0;
  for (const cell of cells.slice(first)) {
    if (isCut && width + cell.width >= frameColumns) {
      text += "…";
      break;
    }
    if (cell.offset < start) caretColumn += cell.width;
    else if (cell.offset < end) caretWidth += cell.width;
    text += cell.text;
    width += cell.width;
  }
  return { text, caretColumn, caretWidth: Math.max(1, caretWidth) };
}

interface Cell {
  readonly text: string;
  readonly offset: number;
  readonly width: number;
}

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
const wide =
  /\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f|\p{Script=Han}|\p{Script=Hangul}|\p{Script=Hiragana}|\p{Script=Katakana}|[\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]/u;
const invisible = /^[\p{M}\u200b-\u200f\u2060\ufe0f]+$/u;
const control = /^\p{C}/u;

function splitCells(line: string): Cell[] {
  if (/^[\x20-\x7e]*$/.test(line)) {
    return Array.from(line, (text, offset) => ({ text, offset, width: 1 }));
  }
  return Array.from(graphemes.segment(line), ({ segment, index }) => {
    if (segment === "\t") return { text: "  ", offset: index, width: 2 };
    if (invisible.test(segment)) return { text: segment, offset: index, width: 0 };
    if (control.test(segment)) return { text: "�", offset: index, width: 1 };
    return { text: segment, offset: index, width: wide.test(segment) ? 2 : 1 };
  });
}

function sum(cells: readonly Cell[]): number {
  return cells.reduce((total, cell) => total + cell.width, 0);
}
