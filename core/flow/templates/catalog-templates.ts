import type { CatalogTemplate, CatalogTemplateButton } from "#core/flow/catalog.ts";
import { assertNever } from "#core/lib/assert-never.ts";
import {
  isNamedContent,
  type TemplateButton,
  type TemplateContent,
  type TemplateDefinition,
  variablesOf,
} from "#core/model/template.ts";

/** Declared templates as the checker of flows sees them. */
export function catalogTemplates(
  definitions: readonly TemplateDefinition[],
): readonly CatalogTemplate[] {
  return definitions.map(({ name, language, category, content }) => ({
    name,
    language,
    category,
    ...shapeOf(content),
  }));
}

function shapeOf(
  content: TemplateContent,
): Pick<CatalogTemplate, "body" | "hasHeaderVariable" | "buttons"> {
  if (content.kind === "code") {
    // The code stands in the text and comes once more with the button that copies it.
    return {
      body: 1,
      hasHeaderVariable: false,
      buttons: [{ kind: "url", needsValue: true }],
    };
  }
  const names = variablesOf(content.body);
  return {
    body: isNamedContent(content) ? names : names.length,
    hasHeaderVariable: variablesOf(content.header?.text ?? "").length > 0,
    buttons: content.buttons.map(
      (button): CatalogTemplateButton => ({ kind: button.kind, needsValue: needsValue(button) }),
    ),
  };
}

function needsValue(button: TemplateButton): boolean {
  switch (button.kind) {
    case "url":
      return variablesOf(button.url).length > 0;
    case "copy_code":
      return true;
    case "quick_reply":
    case "phone":
      return false;
    default:
      return assertNever(button, "needsValue");
  }
}
