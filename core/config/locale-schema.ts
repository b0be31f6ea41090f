import { z } from "zod";

const shape = /^[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\d{3}))?$/;
const advice = "write a language like id, en or pt-BR";

/** A language of the bot's texts, in its shortest form: `id`, `en`, `pt-BR`. */
export const localeSchema = z
  .string()
  .regex(shape, { error: advice, abort: true })
  .superRefine((tag, context) => {
    const meant = meantLanguage(tag);
    if (meant === tag) return;
    const message = `there is no language "${tag}"`;
    const hint = meant === undefined ? advice : `did you mean "${meant}"?`;
    context.addIssue({ code: "custom", message, params: { hint } });
  })
  .meta({ examples: ["id", "en", "pt-BR"] });

const names = new Intl.DisplayNames(["en"], { type: "language", fallback: "none" });

/**
 * The tag itself if it names a language, else the one that was likely meant: the canonical form of
 * an old or three-letter code (`in`, `ind` → `id`), or its first two letters (`idn`, a country's
 * code, → `id`).
 */
function meantLanguage(tag: string): string | undefined {
  const [canonical] = Intl.getCanonicalLocales(tag);
  if (canonical !== undefined && isLanguage(canonical)) return canonical;
  const short = tag.slice(0, 2);
  return isLanguage(short) ? short : undefined;
}

function isLanguage(tag: string): boolean {
  return names.of(tag.split("-")[0] ?? "") !== undefined;
}
