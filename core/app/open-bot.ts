import { BotError } from "#core/lib/bot-error.ts";
import type { BotFolder } from "./bot-folder.ts";
import type { CheckMarks } from "./check-marks.ts";
import type { Host } from "./host.ts";
import { type LoadedBot, loadBot } from "./load-bot.ts";
import type { SimulateMode } from "./prepare-accounts.ts";
import { type PreparedBot, prepareBot } from "./prepare-bot.ts";
import { countFindings, renderFindings, summarizeFindings } from "./render-findings.ts";

/**
 * Loads a bot that is about to run. Throws `BOT_INVALID` with all findings as a person reads them;
 * with `warn`, what is only worth a look is handed over.
 */
export async function openBot(
  folder: BotFolder,
  warn: (text: string) => void,
  marks?: CheckMarks,
): Promise<LoadedBot> {
  const { bot, findings, files } = await loadBot(folder, marks);
  const text = renderFindings(findings, files, "human");
  if (bot === undefined) {
    throw new BotError("BOT_INVALID", `${text}\n${summarizeFindings(findings)}`, {
      hint: "Mend what is above; sapa check says the same.",
    });
  }
  if (countFindings(findings).warnings > 0) warn(text);
  return bot;
}

/**
 * The bot's accounts on this machine. Throws `ENVIRONMENT_MISSING` with one gathered list of what
 * is not set or does not fit, by name. Their secrets are kept out of the log from here on.
 */
export function openAccounts(bot: LoadedBot, mode: SimulateMode, host: Host): PreparedBot {
  const prepared = prepareBot(bot, mode, host);
  const { problems } = prepared;
  if (problems.length > 0) {
    const lines = ["the bot needs what is not set:", ...problems].join("\n  ");
    throw new BotError("ENVIRONMENT_MISSING", lines, {
      hint: `Set them in the environment or in ${bot.folder}/.env; sapa dev runs without them.`,
    });
  }
  return prepared;
}
