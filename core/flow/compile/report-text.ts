import type { Catalog } from "#core/flow/catalog.ts";
import type { YamlPath } from "#core/flow/read/yaml-source.ts";
import type { TextInput } from "#core/flow/schema/text-schema.ts";
import { nearest } from "#core/lib/nearest.ts";
import type { LocalText } from "./local-text.ts";
import type { Report } from "./report.ts";
import type { Slot } from "./slot.ts";
import { worstLength } from "./worst-length.ts";

interface TextContext {
  readonly catalog: Catalog;
  readonly slots: ReadonlyMap<string, Slot>;
  readonly report: Report;
}

/** Reports locales that a text lacks or the bot does not speak, and texts too long for one message. */
export function reportText(
  path: YamlPath,
  input: TextInput,
  text: LocalText,
  context: TextContext,
): void {
  if (typeof input !== "string") reportLocales(path, Object.keys(input), context);
  const { catalog, slots, report } = context;
  const maxChars = Math.min(...catalog.channels.map((item) => item.capabilities.text.maxChars));
  const wordings =
    text.byLocale.size === 0 ? [[undefined, text.first] as const] : [...text.byLocale];
  for (const [locale, wording] of wordings) {
    const length = worstLength(wording.template.value, (name) => slots.get(name));
    if (length <= maxChars) continue;
    report({
      code: "FLOW_TEXT_SPLIT",
      severity: "warning",
      path: locale === undefined ? path : [...path, locale],
      message: `up to ${length} characters: one message holds ${maxChars}, so it is sent in parts`,
    });
  }
}

function reportLocales(path: YamlPath, given: readonly string[], context: TextContext): void {
  const { locales } = context.catalog;
  if (locales === undefined) return;
  for (const locale of given) {
    if (locales.includes(locale)) continue;
    const near = nearest(
      locale,
      locales.filter((known) => !given.includes(known)),
    );
    context.report({
      code: "FLOW_LOCALE_UNKNOWN",
      path: [...path, locale],
      part: "key",
      message: `the bot does not speak "${locale}"`,
      hint: near === undefined ? `its locales: ${locales.join(", ")}` : `did you mean "${near}"?`,
    });
  }
  const missing = locales.filter((locale) => !given.includes(locale));
  if (missing.length === 0) return;
  context.report({
    code: "FLOW_LOCALE_MISSING",
    path,
    part: typeof path.at(-1) === "number" ? "value" : "key",
    message: `the text is missing in ${missing.map((locale) => `"${locale}"`).join(" and ")}`,
    hint: `add ${missing.map((locale) => `${locale}: …`).join(", ")}; or write one text for all`,
  });
}
