/** The offset of the beginning of the line that an offset stands in. */
export function lineStart(text: string, at: number): number {
  return at === 0 ? 0 : text.lastIndexOf("\n", at - 1) + 1;
}

/** The text from here to the end of its line, or of its entry within brackets; without a comment. */
export function restOfLine(text: string, start: number): string {
  const newline = text.indexOf("\n", start);
  const line = text.slice(start, newline === -1 ? undefined : newline).replace(/\s#.*$/, "");
  const before = text.slice(lineStart(text, start), start);
  const isInBrackets = /[[{]/.test(before);
  return (isInBrackets ? line.replace(/(?<=[^{}[\],]{2})[,\]}].*$/, "") : line).trim();
}

/** A text as it can be written in YAML: between double quotes, or single ones if it holds those. */
export function quoted(written: string): string {
  // Quotes that are there already, and broken by one inside: `'Jum'at: libur'`.
  const value = /^'(.*)'$/.exec(written)?.[1] ?? written;
  return value.includes('"') ? `'${value.replaceAll("'", "''")}'` : `"${value}"`;
}
