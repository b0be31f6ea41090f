import type { JsonObject } from "sapa/plugin";
import type { Template } from "./template.ts";

const defaults = ["name", "parameter_format", "components", "language", "status", "category"];

/** A template as Meta tells of it: the fields that were asked for, and always its id. */
export function templateFields(template: Template, fields: string | null): JsonObject {
  const all: JsonObject = {
    name: template.name,
    parameter_format: template.shape.isNamed ? "NAMED" : "POSITIONAL",
    components: template.components ?? declaredComponents(template),
    language: template.language,
    status: template.status,
    category: template.category,
    quality_score: { score: template.quality },
    rejected_reason: template.reason,
  };
  const wanted = fields?.split(",") ?? defaults;
  const shown = Object.entries(all).filter(([name]) => wanted.includes(name));
  return { ...Object.fromEntries(shown), id: template.id };
}

/** What a template that was only declared could look like. */
function declaredComponents({ name, shape }: Template): readonly JsonObject[] {
  const values = (shape.variables ?? []).map((variable) => ` {{${variable}}}`);
  const buttons = shape.buttons.map(({ type, label }) => ({ type, text: label }));
  return [
    { type: "BODY", text: `${name}:${values.join("")}.` },
    ...(buttons.length === 0 ? [] : [{ type: "BUTTONS", buttons }]),
  ];
}
