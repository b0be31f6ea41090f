/** From here on a character is seldom less than a token: kana, Han, Hangul and what follows. */
const firstWide = 0x2e80;

/** About how many tokens a text is to a model: three and a half letters each, a wide one alone. */
export function estimateTokens(text: string): number {
  let wide = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (text.charCodeAt(index) >= firstWide) wide += 1;
  }
  return Math.ceil((text.length - wide) / 3.5 + wide);
}
