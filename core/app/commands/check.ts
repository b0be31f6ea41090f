import { readBotFolder } from "#core/app/bot-folder.ts";
import { checkFolder } from "#core/app/check-folder.ts";
import { printLine } from "#core/app/print.ts";
import {
  counted,
  countFindings,
  type FindingFormat,
  renderFindings,
  summarizeFindings,
} from "#core/app/render-findings.ts";
import { tellAllActing } from "#core/app/tell-acting.ts";

/** `sapa check`: 0 if the bot could be started, 1 if something has to be mended first. */
export async function checkCommand(
  botFolder: string | undefined,
  format: FindingFormat,
): Promise<number> {
  const folder = readBotFolder(botFolder);
  const { bot, findings, files } = await checkFolder(folder);
  const text = renderFindings(findings, files, format);
  if (text !== "") printLine(text);
  if (format === "human") {
    const { flows, tests } = folder;
    const parts = [
      counted(flows.length, "flow"),
      ...(tests.length === 0 ? [] : [counted(tests.length, "test file")]),
    ];
    const what = `${folder.bot.file} and ${parts.join(", ")}`;
    printLine(`${what}: ${summarizeFindings(findings)}`);
    for (const line of bot === undefined ? [] : tellAllActing(bot)) printLine(line);
  }
  return countFindings(findings).errors === 0 ? 0 : 1;
}
