import type { Program } from "#core/flow/program.ts";
import type { AccountId } from "#core/lib/ids.ts";
import type { ChannelSimulator } from "#core/model/ports/simulator.ts";
import { findTemplates } from "./find-templates.ts";

/** What simulators take as approved: the templates that flows send. */
export function approveTemplates(
  simulators: ReadonlyMap<AccountId, ChannelSimulator>,
  programs: readonly Program[],
  locales: readonly string[],
): void {
  if (simulators.size === 0) return;
  const sources = programs.map(({ file, source: text }) => ({ file, text }));
  for (const template of findTemplates(sources, locales)) {
    for (const simulator of simulators.values()) simulator.approve(template);
  }
}
