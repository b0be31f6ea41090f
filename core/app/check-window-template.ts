import type { BotConfig } from "#core/config/bot-schema.ts";
import type { CatalogTemplate } from "#core/flow/catalog.ts";
import type { Finding } from "#core/flow/finding.ts";
import type { YamlSource } from "#core/flow/read/yaml-source.ts";
import { nearest } from "#core/lib/nearest.ts";
import { templateLanguage } from "#core/model/template.ts";

/** Whether the template of `window_closed` is declared, in every language and without variables. */
export function checkWindowTemplate(
  { window, locales }: BotConfig,
  source: YamlSource,
  templates: readonly CatalogTemplate[] | undefined,
): readonly Finding[] {
  const name = window?.template;
  if (name === undefined || templates === undefined) return [];
  const report = (code: string, message: string, hint: string): readonly Finding[] => {
    const at = source.at(["window_closed", "template"]);
    return [{ code, severity: "error", at, message, hint }];
  };
  const found = templates.filter((template) => template.name === name);
  if (found.length === 0) {
    const near = nearest(
      name,
      templates.map((template) => template.name),
    );
    const hint = near === undefined ? "declare it under templates/" : `did you mean "${near}"?`;
    return report("BOT_NAME_UNKNOWN", `there is no template "${name}"`, hint);
  }
  const missing = locales.find(
    (locale) => !found.some(({ language }) => language === templateLanguage(locale)),
  );
  if (missing !== undefined) {
    const hint = "declare it in each language of the bot";
    return report("BOT_TEMPLATE_UNFIT", `"${name}" is not declared in "${missing}"`, hint);
  }
  const needsValues = found.some(
    ({ body, hasHeaderVariable, buttons = [] }) =>
      (typeof body === "number" ? body : (body?.length ?? 0)) > 0 ||
      hasHeaderVariable === true ||
      buttons.some((button) => button.needsValue),
  );
  if (!needsValues) return [];
  const hint = "name one without variables: nobody is there to fill them in";
  return report("BOT_TEMPLATE_UNFIT", `"${name}" has variables`, hint);
}
