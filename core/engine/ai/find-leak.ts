/** Letters in a row of our own frame that no answer has by chance. */
const frameWindow = 40;
/** Of the author's text: facts in it may be said, the text itself not. */
const authorWindow = { least: 40, share: 0.6, most: 120 };
/** Shorter texts of an author are whole or not at all. */
const shortest = 15;

/**
 * Whether an answer tells the instructions that were given for it: in plain words or spelled out,
 * backwards, in another alphabet's place, or coded as models are asked to. It cannot know a
 * translation; the instructions hold no secret for that reason.
 */
export function findLeak(
  answer: string,
  instructions: { readonly frame: string; readonly author: string | undefined },
): "frame" | "author" | undefined {
  const forms = [...readings(answer)].map(letters).filter((form) => form.length >= shortest);
  if (forms.some((form) => sharesWindow(form, letters(instructions.frame), frameWindow))) {
    return "frame";
  }
  const author = letters(instructions.author ?? "");
  if (author.length < shortest) return undefined;
  const part = Math.ceil(author.length * authorWindow.share);
  const window = Math.min(author.length, authorWindow.most, Math.max(authorWindow.least, part));
  return forms.some((form) => sharesWindow(form, author, window)) ? "author" : undefined;
}

/** What an answer may be meant to be read as. */
function* readings(answer: string): Generator<string> {
  yield answer;
  yield Array.from(answer).toReversed().join("");
  yield rotate(answer);
  for (const [code] of answer.matchAll(/(?:[A-Za-z0-9+/_-]{4}[\s]?){8,}[A-Za-z0-9+/_-]*={0,2}/g)) {
    yield Buffer.from(code.replace(/\s/g, ""), "base64").toString("utf8");
  }
  for (const [code] of answer.matchAll(/(?:[0-9a-fA-F]{2}[\s:,]?){20,}/g)) {
    yield Buffer.from(code.replace(/[^0-9a-fA-F]/g, ""), "hex").toString("utf8");
  }
}

/** ROT13, the same there and back. */
function rotate(text: string): string {
  return text.replace(/[a-z]/gi, (letter) => {
    const base = letter <= "Z" ? 65 : 97;
    return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base);
  });
}

function letters(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");
}

/** True if so many characters in a row are in both. */
function sharesWindow(text: string, source: string, window: number): boolean {
  if (text.length < window || source.length < window) return false;
  const windows = new Set<string>();
  for (let start = 0; start + window <= source.length; start += 1) {
    windows.add(source.slice(start, start + window));
  }
  for (let start = 0; start + window <= text.length; start += 1) {
    if (windows.has(text.slice(start, start + window))) return true;
  }
  return false;
}
