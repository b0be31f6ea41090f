/** About how many tokens a text is: one for each four characters, rounded up. */
export function countTokens(text: string): number {
  return Math.ceil(text.length / 4);
}
