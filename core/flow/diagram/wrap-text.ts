/**
 * The width of a text in pixels for a sans-serif face of a size, on the wide side: nobody knows which
 * face the reader has.
 */
export function textWidth(text: string, sizePx: number): number {
  let ems = 0;
  for (const sign of text) ems += signEms(sign);
  return ems * sizePx;
}

const narrow = /[ijlt.,:;'|!()[\]{} fIr·‹›/-]/;
const broad = /[mwMW@%—…&]/;
const double =
  /\p{Extended_Pictographic}|[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60]/u;

function signEms(sign: string): number {
  if (double.test(sign)) return 1.3;
  if (narrow.test(sign)) return 0.4;
  if (broad.test(sign)) return 0.98;
  return /[A-Z]/.test(sign) ? 0.72 : 0.63;
}

/** A text in lines of at most a width; what does not fit into the last one ends with … */
export function wrapText(
  text: string,
  sizePx: number,
  maxPx: number,
  maxLines: number,
): readonly string[] {
  const lines: string[] = [];
  let rest = text.trim();
  while (rest !== "" && lines.length < maxLines) {
    const isLast = lines.length === maxLines - 1;
    const taken = takeLine(rest, sizePx, maxPx, isLast);
    lines.push(taken.line);
    rest = taken.rest;
  }
  return lines;
}

function takeLine(text: string, sizePx: number, maxPx: number, isLast: boolean) {
  if (textWidth(text, sizePx) <= maxPx) return { line: text, rest: "" };
  const room = isLast ? maxPx - textWidth("…", sizePx) : maxPx;
  const signs = Array.from(text);
  let width = 0;
  let count = 0;
  for (const sign of signs) {
    width += textWidth(sign, sizePx);
    if (width > room) break;
    count += 1;
  }
  const fitting = signs.slice(0, Math.max(1, count)).join("");
  if (isLast) return { line: `${fitting.trimEnd()}…`, rest: "" };
  const line = fitting.slice(0, breakBefore(fitting, text[fitting.length] === " "));
  return { line: line.trimEnd(), rest: text.slice(line.length).trim() };
}

/**
 * Where a line ends that is as long as it may be: at a space, else behind a sign of an expression or
 * address, else, in one long word, at its end.
 */
function breakBefore(line: string, isWhole: boolean): number {
  if (isWhole) return line.length;
  const space = line.lastIndexOf(" ");
  if (space > line.length / 2) return space;
  const sign = [...line.matchAll(/[.,()[\]{}&|/?:=<>+_-](?=.)/g)].at(-1);
  const behind = sign === undefined ? 0 : sign.index + 1;
  if (behind > line.length / 2) return behind;
  return space > 0 ? space : line.length;
}
