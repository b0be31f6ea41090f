import type { Host } from "./host.ts";
import type { LoadedBot } from "./load-bot.ts";
import { prepareActions, type ReadyActions } from "./open-actions.ts";
import { prepareProviders, type ReadyProvider } from "./open-providers.ts";
import {
  type PreparedAccounts,
  prepareAccounts,
  type SimulateMode,
  settingSources,
} from "./prepare-accounts.ts";

/** A bot with what this machine puts into its settings; `problems` are those of all its parts. */
export interface PreparedBot extends PreparedAccounts {
  readonly actions: readonly ReadyActions[];
  readonly providers: readonly ReadyProvider[];
}

/**
 * Puts environment and secret files into a bot's settings, and gathers what is not set: with `never`, of
 * everything that it names, else of accounts alone. Its secrets are kept out of the log from here on.
 */
export function prepareBot(
  bot: Pick<LoadedBot, "folder" | "accounts" | "actions" | "providers" | "config">,
  mode: SimulateMode,
  { variables, log }: Pick<Host, "variables" | "log">,
): PreparedBot {
  const sources = settingSources(bot.folder, variables);
  const prepared = prepareAccounts(bot.accounts, mode, sources);
  const actions = prepareActions(bot.actions, sources);
  const providers = prepareProviders(bot.providers, sources);
  const plugins = [...actions, ...providers];
  const unset = bot.config.flows.env.filter((name) => (variables[name] ?? "") === "");
  const others = [
    ...unset.map((name) => `${name} (flows.env)`),
    ...plugins.flatMap((item) => item.problems),
  ];
  const secrets = [...prepared.secrets, ...plugins.flatMap((item) => item.secrets)];
  log.hide(secrets);
  return {
    ...prepared,
    problems: mode === "never" ? [...prepared.problems, ...others] : prepared.problems,
    secrets,
    actions,
    providers,
  };
}
