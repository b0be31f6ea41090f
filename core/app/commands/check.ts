import { readBotFolder } from "#core/app/bot-folder.ts";
import { checkTemplateStates } from "#core/app/check-template-states.ts";
import { checkTests } from "#core/app/check-tests.ts";
import { findStrayFiles } from "#core/app/find-stray-files.ts";
import { loadBot } from "#core/app/load-bot.ts";
import { printLine } from "#core/app/print.ts";
import { readTemplateStates } from "#core/app/read-template-states.ts";
import { realClock } from "#core/app/real-clock.ts";
import {
  counted,
  countFindings,
  type FindingFormat,
  renderFindings,
  summarizeFindings,
} from "#core/app/render-findings.ts";
import { sortFindings } from "#core/flow/finding.ts";

/** `sapa check`: 0 if the bot could be started, 1 if something has to be mended first. */
export async function checkCommand(
  botFolder: string | undefined,
  format: FindingFormat,
): Promise<number> {
  const folder = readBotFolder(botFolder);
  const { bot, findings: ownFindings, files } = await loadBot(folder);
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
  const findings = [...ownFindings, ...sortFindings(others)];
  const text = renderFindings(findings, [...files, ...folder.tests, ...strays.files], format);
  if (text !== "") printLine(text);
  if (format === "human") {
    const { flows, tests } = folder;
    const parts = [
      counted(flows.length, "flow"),
      ...(tests.length === 0 ? [] : [counted(tests.length, "test file")]),
    ];
    const what = `${folder.bot.file} and ${parts.join(", ")}`;
    printLine(`${what}: ${summarizeFindings(findings)}`);
  }
  return countFindings(findings).errors === 0 ? 0 : 1;
}
