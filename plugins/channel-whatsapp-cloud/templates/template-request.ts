import type { JsonObject, TemplateDefinition } from "sapa/plugin";
import { isNamedContent } from "sapa/plugin";
import { templateComponents } from "./template-components.ts";

/** What is POSTed to make a template. Source: reference 3.5. */
export function createRequest(definition: TemplateDefinition): JsonObject {
  const { name, language, category, content } = definition;
  const isNamed = content.kind === "text" && isNamedContent(content);
  return {
    name,
    language,
    category: category.toUpperCase(),
    ...(content.kind === "code" ? {} : { parameter_format: isNamed ? "named" : "positional" }),
    components: templateComponents(content),
  };
}

/** What is POSTed to change one. */
export function editRequest(
  { category, content }: TemplateDefinition,
  hasCategory: boolean,
): JsonObject {
  return {
    ...(hasCategory ? { category: category.toUpperCase() } : {}),
    components: templateComponents(content),
  };
}
