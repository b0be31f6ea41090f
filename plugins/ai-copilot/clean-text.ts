/**
 * The answer without what only Microsoft's own programs can show: tags around names of people, files
 * and events, and the numbers of footnotes.
 */
export function cleanText(text: string): string {
  return text
    .replace(/<\/?(Event|Person|File|Email|Chat|Meeting)>/g, "")
    .replace(/\s?\[\^\d+\^\]/g, "");
}

/** The same for text that still grows: what may be the start of a tag or a number is held back. */
export function cleanStart(text: string): string {
  return cleanText(text.replace(/(<\/?[A-Z]?[a-zA-Z]*|\s?\[(\^\d*\^?)?)$/, ""));
}
