import type { Catalog, CatalogChannel, CatalogTemplate } from "#core/flow/catalog.ts";
import { type Finding, sortFindings } from "#core/flow/finding.ts";
import { catalogTemplates } from "#core/flow/templates/catalog-templates.ts";
import { readTemplates } from "#core/flow/templates/read-templates.ts";
import type { TemplateDefinition } from "#core/model/template.ts";
import type { BotFile, BotFolder } from "./bot-folder.ts";
import { findNotUtf8 } from "./find-not-utf8.ts";

/** What a bot's `templates/` holds. */
export interface DeclaredTemplates {
  readonly definitions: readonly TemplateDefinition[];
  /**
   * What flows may send; undefined where nothing is declared, or something of it cannot be read:
   * then flows are not held against it.
   */
  readonly catalog: readonly CatalogTemplate[] | undefined;
  readonly findings: readonly Finding[];
}

/** Reads a bot's templates, within what its first channel with limits takes. */
export function loadTemplates(
  files: readonly BotFile[] = [],
  channels: readonly CatalogChannel[],
): DeclaredTemplates {
  const garbled = files.flatMap(findNotUtf8);
  const limits = channels.flatMap(({ capabilities }) => capabilities.templateLimits ?? [])[0];
  const { definitions, findings } = readTemplates(
    files.filter(({ notUtf8 }) => notUtf8 === undefined),
    limits,
  );
  const all = sortFindings([...garbled, ...findings]);
  const isWhole = files.length > 0 && !all.some(({ severity }) => severity === "error");
  return {
    definitions,
    catalog: isWhole ? catalogTemplates(definitions) : undefined,
    findings: all,
  };
}

/** What flows may name at this moment: the bot's catalog, with the templates as they are on the disk. */
export function freshCatalog(
  { catalog }: { readonly catalog: Catalog },
  { templates }: Pick<BotFolder, "templates">,
): { readonly catalog: Catalog; readonly findings: readonly Finding[] } {
  const { catalog: declared, findings } = loadTemplates(templates, catalog.channels);
  return { catalog: { ...catalog, templates: declared }, findings };
}
