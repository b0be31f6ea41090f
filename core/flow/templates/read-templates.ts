import type { FlowSource } from "#core/flow/compile-flows.ts";
import { type Finding, sortFindings } from "#core/flow/finding.ts";
import { readYaml } from "#core/flow/read/yaml-source.ts";
import type { TemplateLimits } from "#core/model/capabilities.ts";
import type { TemplateDefinition } from "#core/model/template.ts";
import { readTemplate } from "./read-template.ts";

export interface TemplatesReading {
  readonly definitions: readonly TemplateDefinition[];
  /** By file, in source order. */
  readonly findings: readonly Finding[];
}

/** Reads all files of `templates/` together: one name has one file. */
export function readTemplates(
  files: readonly FlowSource[],
  limits: TemplateLimits | undefined,
): TemplatesReading {
  const findings: Finding[] = [];
  const definitions = new Map<string, readonly TemplateDefinition[]>();
  const places = new Map<string, string>();
  for (const file of files) {
    const reading = readTemplate(file, limits);
    findings.push(...reading.findings);
    const name = reading.definitions[0]?.name;
    if (name === undefined) continue;
    const other = places.get(name);
    if (other === undefined) {
      places.set(name, file.file);
      definitions.set(name, reading.definitions);
      continue;
    }
    findings.push({
      code: "TEMPLATE_TWICE",
      severity: "error",
      at: readYaml(file.file, file.text).at(["template"]),
      message: `there is a template "${name}" already`,
      hint: `put its languages into ${other}`,
    });
  }
  return { definitions: [...definitions.values()].flat(), findings: sortFindings(findings) };
}
