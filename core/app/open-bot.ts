import { BotError } from "#core/lib/bot-error.ts";
import type { BotFolder } from "./bot-folder.ts";
import type { CheckMarks } from "./check-marks.ts";
import type { Host } from "./host.ts";
import { type LoadedBot, loadBot } from "./load-bot.ts";
import { prepareActions, type ReadyActions } from "./open-actions.ts";
import { prepareProviders, type ReadyProvider } from "./open-providers.ts";
import {
  type PreparedAccounts,
  prepareAccounts,
  type SimulateMode,
  settingSources,
} from "./prepare-accounts.ts";
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
export function openAccounts(
  bot: LoadedBot,
  mode: SimulateMode,
  host: Host,
): PreparedAccounts & {
  readonly actions: readonly ReadyActions[];
  readonly providers: readonly ReadyProvider[];
} {
  const { variables, log } = host;
  const sources = settingSources(bot.folder, variables);
  const prepared = prepareAccounts(bot.accounts, mode, sources);
  const actions = prepareActions(bot.actions, sources);
  const providers = prepareProviders(bot.providers, sources);
  const unset = bot.config.flows.env.filter((name) => (variables[name] ?? "") === "");
  const problems = [
    ...prepared.problems,
    ...(mode === "never" ? unset.map((name) => `${name} (flows.env)`) : []),
    ...(mode === "never" ? [...actions, ...providers].flatMap(({ problems }) => problems) : []),
  ];
  if (problems.length > 0) {
    const lines = ["the bot needs what is not set:", ...problems].join("\n  ");
    throw new BotError("ENVIRONMENT_MISSING", lines, {
      hint: `Set them in the environment or in ${bot.folder}/.env; sapa dev runs without them.`,
    });
  }
  const plugins = [...actions, ...providers];
  const secrets = [...prepared.secrets, ...plugins.flatMap((item) => item.secrets)];
  log.hide(secrets);
  return { ...prepared, secrets, actions, providers };
}
