import { readBotFolder } from "#core/app/bot-folder.ts";
import type { Host, HostFlags } from "#core/app/host.ts";
import { openAccounts, openBot } from "#core/app/open-bot.ts";
import { printError } from "#core/app/print.ts";
import { type Wired, wireBot } from "#core/app/wire.ts";

export interface StoppedFlags extends HostFlags {
  readonly bot?: string | undefined;
}

/** The bot on the data folder where none is running: nothing is sent, so what the network wants may be unset. */
export async function openStopped(flags: StoppedFlags, host: Host): Promise<Wired> {
  const bot = await openBot(readBotFolder(flags.bot), printError);
  const { ready } = openAccounts(bot, "always", host);
  const { dataFolder, secretKey } = host.settings;
  return await wireBot({
    ...host,
    bot,
    accounts: ready,
    dataFolder,
    secretKey,
    keepsDiskFree: false,
  });
}
