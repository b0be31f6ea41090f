import { parseCsv } from "#core/app/consent/parse-csv.ts";
import type { KnowledgeChunk } from "#core/model/ports/knowledge.ts";

/** The length that a chunk is let grow to, in characters: about three hundred tokens. */
const chunkChars = 1_200;
/** Longest text of the headings above a chunk. */
const headingChars = 200;

/** Cuts a text file into pieces that make sense by themselves; undefined if it cannot be read. */
export function chunkFile(file: string, text: string): readonly KnowledgeChunk[] | undefined {
  const name = file.toLowerCase();
  if (name.endsWith(".csv")) return chunkCsv(text);
  return chunkText(text, !name.endsWith(".txt"));
}

/** Cuts the pages of a file, none over its page: a page is what can be named as a source. */
export function chunkPages(pages: readonly string[]): readonly KnowledgeChunk[] {
  return pages.flatMap((text, index) =>
    chunkText(text, false).map((chunk) => ({ ...chunk, page: index + 1 })),
  );
}

/**
 * One record a chunk, each value with its column's name: a row is found by any of its values, and says by
 * itself what they mean. The first record names the columns.
 */
function chunkCsv(text: string): readonly KnowledgeChunk[] | undefined {
  const records = parseCsv(text);
  if (records === undefined) return undefined;
  const [head, ...rows] = records;
  return rows.flatMap(({ line, fields }) => {
    const pairs = fields.flatMap((value, index) => {
      const column = head?.fields[index]?.trim() ?? "";
      const said = value.trim();
      return said === "" ? [] : [column === "" ? said : `${column}: ${said}`];
    });
    return cutLong(pairs.join("\n")).map((part) => ({ heading: "", line, text: part }));
  });
}

interface Piece {
  readonly line: number;
  readonly text: string;
}

/** Paragraphs below one heading share chunks; none goes over a heading. */
function chunkText(text: string, hasHeadings: boolean): readonly KnowledgeChunk[] {
  const chunks: KnowledgeChunk[] = [];
  const headings: string[] = [];
  const kindOf = hasHeadings ? createLineReader() : readPlainLine;
  let pieces: Piece[] = [];
  let paragraph: string[] = [];
  let startLine = 1;

  function endParagraph(): void {
    if (paragraph.length > 0) pieces.push({ line: startLine, text: paragraph.join("\n") });
    paragraph = [];
  }

  function endSection(): void {
    endParagraph();
    const heading = headings.filter((item) => item !== "").join(" › ");
    chunks.push(...joinPieces(pieces, heading.slice(0, headingChars)));
    pieces = [];
  }

  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/);
  for (const [index, line] of lines.entries()) {
    const kind = kindOf(line);
    if (kind === "text") {
      if (paragraph.length === 0) startLine = index + 1;
      paragraph.push(line);
    } else if (kind === "blank") {
      endParagraph();
    } else {
      endSection();
      headings.length = Math.min(headings.length, kind.level - 1);
      while (headings.length < kind.level - 1) headings.push("");
      headings.push(kind.title);
    }
  }
  endSection();
  return chunks;
}

type LineKind = "text" | "blank" | { readonly level: number; readonly title: string };

function readPlainLine(line: string): LineKind {
  return line.trim() === "" ? "blank" : "text";
}

/** Tells headings from text; inside of a fence of code everything is text. */
function createLineReader(): (line: string) => LineKind {
  let fence: string | undefined;
  return (line) => {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== undefined) {
      if (mark?.startsWith(fence) === true) fence = undefined;
      return "text";
    }
    fence = mark;
    const [, signs, title = ""] = /^ {0,3}(#{1,6})\s+(.*)$/.exec(line) ?? [];
    if (signs === undefined) return readPlainLine(line);
    return { level: signs.length, title: title.replace(/\s+#+\s*$/, "").trim() };
  };
}

function joinPieces(pieces: readonly Piece[], heading: string): readonly KnowledgeChunk[] {
  const chunks: KnowledgeChunk[] = [];
  let line = 1;
  let text = "";
  const end = () => {
    for (const part of cutLong(text)) chunks.push({ heading, line, text: part });
    text = "";
  };
  for (const piece of pieces) {
    if (text !== "" && text.length + piece.text.length > chunkChars) end();
    if (text === "") line = piece.line;
    text = text === "" ? piece.text : `${text}\n\n${piece.text}`;
  }
  if (text !== "") end();
  return chunks;
}

/** Parts of a text of `chunkChars` at most, cut at a space where there is one. Nothing is lost but it. */
function cutLong(text: string): readonly string[] {
  const parts: string[] = [];
  let rest = text.trim();
  while (rest.length > chunkChars) {
    const space = rest.slice(0, chunkChars + 1).search(/\s\S*$/);
    const end = space > chunkChars / 2 ? space : wholeLetters(rest, chunkChars);
    parts.push(rest.slice(0, end));
    rest = rest.slice(end).trim();
  }
  return rest === "" ? parts : [...parts, rest];
}

/** Not in the middle of a letter that takes two units. */
function wholeLetters(text: string, end: number): number {
  const unit = text.charCodeAt(end - 1);
  return unit >= 0xd800 && unit <= 0xdbff ? end - 1 : end;
}
