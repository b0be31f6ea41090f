import { errorText } from "#core/lib/bot-error.ts";

/** What is read of one file, at most: a manual of a thousand pages is more than a chat quotes. */
const maxPages = 1_000;
const maxChars = 2_000_000;
/** A gap between two lines, in heights of a letter, that begins a paragraph. */
const paragraphGap = 1.9;

export interface PdfText {
  /** The text of each page, in order; empty: nothing could be read. */
  readonly pages: readonly string[];
  /** What is not in it, and what to do. */
  readonly problem?: string;
}

/**
 * The text of a PDF, page by page. Never throws for what stands in the file; a hostile one may take
 * time and memory without end, so that it is called where both are bounded (`run-indexer.ts`).
 */
export async function readPdf(bytes: Uint8Array): Promise<PdfText> {
  const { getDocumentProxy } = await import("unpdf");
  try {
    // A copy: the library takes the bytes for itself.
    const document = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 });
    try {
      return await readPages(document);
    } finally {
      await document.loadingTask.destroy();
    }
  } catch (error) {
    return { pages: [], problem: explain(error) };
  }
}

type Document = Awaited<ReturnType<typeof import("unpdf")["getDocumentProxy"]>>;

async function readPages(document: Document): Promise<PdfText> {
  const pages: string[] = [];
  let chars = 0;
  const count = Math.min(document.numPages, maxPages);
  for (let number = 1; number <= count && chars < maxChars; number += 1) {
    const text = await readPage(document, number);
    chars += text.length;
    pages.push(text);
  }
  const bare = pages.filter((text) => text === "").length;
  if (bare === pages.length) {
    const problem =
      "no text is in it, its pages are pictures: read them first (ocrmypdf), and add what comes out";
    return { pages: [], problem };
  }
  if (pages.length < document.numPages) {
    return { pages, problem: `only its first ${pages.length} pages are read` };
  }
  if (bare * 2 > pages.length) {
    const problem = `${bare} of its ${pages.length} pages hold no text: they are pictures, or empty`;
    return { pages, problem };
  }
  return { pages };
}

async function readPage(document: Document, number: number): Promise<string> {
  const page = await document.getPage(number);
  const { items } = await page.getTextContent();
  let text = "";
  let lineY: number | undefined;
  for (const item of items) {
    if (!("str" in item)) continue;
    const y = Number(item.transform[5] ?? 0);
    if (item.str.trim() !== "") {
      const isFar = lineY !== undefined && Math.abs(lineY - y) > paragraphGap * item.height;
      if (isFar && text.endsWith("\n")) text += "\n";
      lineY = y;
    }
    text += item.str;
    if (item.hasEOL) text += "\n";
  }
  page.cleanup();
  return clean(text);
}

/** Letters as people type them, and words that a line's end cut in two. */
function clean(text: string): string {
  return text
    .normalize("NFKC")
    .replaceAll("\0", "")
    .replaceAll(/(\p{Ll})[-\u00AD]\n(?=\p{Ll})/gu, "$1")
    .replaceAll(/[^\S\n]+/g, " ")
    .trim();
}

function explain(error: unknown): string {
  const name = error instanceof Error ? error.name : "";
  if (name === "PasswordException") return "it is encrypted: save it without a password";
  if (name === "InvalidPDFException") return "it is damaged, or no PDF: export it again";
  return `it cannot be read (${errorText(error).slice(0, 120)}): export it again`;
}
