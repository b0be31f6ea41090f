/** True for words that are there: Meta refuses an empty text where leaving it out is good. */
export function isGiven(text: string | undefined): text is string {
  return text !== undefined && text !== "";
}
