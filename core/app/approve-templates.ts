import type { Program } from "#core/flow/program.ts";
import type { AccountId } from "#core/lib/ids.ts";
import type { ChannelSimulator } from "#core/model/ports/simulator.ts";
import { findTemplates, type NamedTemplate } from "./find-templates.ts";

/**
 * What simulators take as approved: the templates that flows send. Those that were there at the start
 * stay as they have become since.
 */
export function approveTemplates(
  simulators: ReadonlyMap<AccountId, ChannelSimulator>,
  programs: readonly Program[],
  locales: readonly string[],
  known: readonly NamedTemplate[],
): void {
  if (simulators.size === 0) return;
  const keys = new Set(known.map(({ name, language }) => `${name} ${language}`));
  const sources = programs.map(({ file, source: text }) => ({ file, text }));
  for (const template of findTemplates(sources, locales)) {
    if (keys.has(`${template.name} ${template.language}`)) continue;
    for (const simulator of simulators.values()) simulator.approve(template);
  }
}
