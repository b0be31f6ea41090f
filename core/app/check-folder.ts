import { type Finding, sortFindings } from "#core/flow/finding.ts";
import type { BotFile, BotFolder } from "./bot-folder.ts";
import { checkTemplateStates } from "./check-template-states.ts";
import { checkTests } from "./check-tests.ts";
import { findStrayFiles } from "./find-stray-files.ts";
import { type LoadedBot, loadBot } from "./load-bot.ts";
import { readTemplateStates } from "./read-template-states.ts";
import { realClock } from "./real-clock.ts";

/** Everything that can be said of a bot's folder: what a start looks at, and tests and stray files. */
export async function checkFolder(folder: BotFolder): Promise<{
  /** Absent if there is an error. */
  readonly bot?: LoadedBot;
  readonly findings: readonly Finding[];
  /** The files that were read, for code frames. */
  readonly files: readonly BotFile[];
}> {
  const { bot, findings, files } = await loadBot(folder);
  const strays = findStrayFiles(folder.folder);
  const mockable =
    bot === undefined
      ? undefined
      : [
          ...(bot.catalog.actions ?? []).map(({ name }) => name),
          ...Object.keys(bot.config.providers),
        ];
  const states = bot === undefined ? [] : await readTemplateStates(folder.folder);
  const locales = bot?.config.locales ?? [];
  const others = [
    ...checkTests(folder.tests, bot?.programs, mockable),
    ...checkTemplateStates(folder.flows, locales, states, realClock.now()),
    ...strays.findings,
  ];
  return {
    ...(bot === undefined ? {} : { bot }),
    findings: [...findings, ...sortFindings(others)],
    files: [...files, ...folder.tests, ...strays.files],
  };
}
