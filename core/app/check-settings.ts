import type { z } from "zod";
import { resolveSettings } from "#core/config/resolve-settings.ts";
import { findReferences } from "#core/config/setting.ts";
import type { Finding } from "#core/flow/finding.ts";
import { readDocument } from "#core/flow/read/read-document.ts";
import type { YamlPath, YamlSource } from "#core/flow/read/yaml-source.ts";
import type { JsonObject } from "#core/lib/json.ts";

/**
 * Checks a plugin's settings in bot.yaml against the plugin's own schema: keys and written values.
 * What stands behind `{ env }` and `{ file }` is not looked at: it differs from machine to machine,
 * and a finding must not show a secret. `path` is where the settings stand in the file.
 */
export function checkSettings(
  schema: z.ZodType,
  settings: JsonObject,
  source: YamlSource,
  path: YamlPath,
): readonly Finding[] {
  const references = findReferences(settings);
  const names = references.flatMap(({ reference }) =>
    reference.kind === "env" ? [reference.name] : [],
  );
  const { settings: value } = resolveSettings(settings, {
    variables: Object.fromEntries(names.map((name) => [name, "set"])),
    readFile: () => "set",
  });
  const below: YamlSource = {
    ...source,
    value,
    findings: [],
    at: (inner, part) => source.at([...path, ...inner], part),
    stringPosition: (inner, start, end) => source.stringPosition([...path, ...inner], start, end),
  };
  const unseen = references.map((placed) => source.at([...path, ...placed.path]));
  return readDocument(schema, below, { area: "BOT" }).findings.filter(
    ({ at }) => !unseen.some((place) => place.line === at.line && place.column === at.column),
  );
}
