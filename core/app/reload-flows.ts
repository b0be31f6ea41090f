import { compileFlows } from "#core/flow/compile-flows.ts";
import type { Finding } from "#core/flow/finding.ts";
import type { BotFile } from "./bot-folder.ts";
import { readBotFolder } from "./bot-folder.ts";
import { findNotUtf8 } from "./find-not-utf8.ts";
import type { LoadedBot } from "./load-bot.ts";
import { freshCatalog } from "./load-templates.ts";
import { countFindings } from "./render-findings.ts";
import type { Wired } from "./wire.ts";

/** What came of reading the flows again. */
export interface Reloading {
  /** How many flows are in use; undefined: there is an error, and the ones of before stay. */
  readonly flows?: number;
  readonly findings: readonly Finding[];
  readonly files: readonly BotFile[];
}

/** Reads a running bot's flows again and lets new conversations start on them. */
export async function reloadFlows(bot: LoadedBot, wired: Wired): Promise<Reloading> {
  const folder = readBotFolder(bot.folder);
  const files = [...folder.flows, ...(folder.templates ?? [])];
  const garbled = folder.flows.flatMap(findNotUtf8);
  if (garbled.length > 0) return { findings: garbled, files };
  const fresh = freshCatalog(bot, folder);
  const { programs, findings: found } = compileFlows(folder.flows, fresh.catalog);
  const findings = [...found, ...fresh.findings];
  if (countFindings(findings).errors > 0) return { findings, files };
  await wired.flows.use(programs, "reload", "sapa");
  return { flows: programs.length, findings, files };
}
