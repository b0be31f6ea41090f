/** The languages of commands and their answers. */
export type Language = "en" | "id";

/** The same words in each. */
export type Words = Readonly<Record<Language, string>>;

/** Malay reads Indonesian; everybody else gets English. BCP 47. */
export function toLanguage(tag: string): Language {
  return /^(?:id|ms)(?:-|$)/i.test(tag) ? "id" : "en";
}
