import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readBotFolder } from "#core/app/bot-folder.ts";
import { hasData, tellNoData } from "#core/app/find-data.ts";
import type { Host, HostFlags } from "#core/app/host.ts";
import { openAccounts, openBot } from "#core/app/open-bot.ts";
import { printError } from "#core/app/print.ts";
import { type Wired, wireBot } from "#core/app/wire.ts";

export interface StoppedFlags extends HostFlags {
  readonly bot?: string | undefined;
}

/** `isKept`: false where this one leaves nothing. */
export interface StoppedBot {
  readonly wired: Wired;
  readonly isKept: boolean;
}

/**
 * The bot on the data folder where none is running: nothing is sent, so what the network wants may be unset.
 * Where none has ever run, a command that only looks gets an empty one, which `close` takes away; that is told.
 */
export async function openStopped(
  flags: StoppedFlags,
  host: Host,
  keeping: "keeps" | "looks",
): Promise<StoppedBot> {
  const bot = await openBot(readBotFolder(flags.bot), printError);
  const { ready } = openAccounts(bot, "always", host);
  const { dataFolder, secretKey } = host.settings;
  const open = (folder: string) =>
    wireBot({
      ...host,
      bot,
      accounts: ready,
      dataFolder: folder,
      secretKey,
      keepsDiskFree: false,
    });
  if (keeping === "keeps" || hasData(dataFolder)) {
    return { wired: await open(dataFolder), isKept: true };
  }
  printError(tellNoData(dataFolder));
  const passing = mkdtempSync(join(tmpdir(), "sapa-looks-"));
  const leave = () => rmSync(passing, { recursive: true, force: true });
  try {
    const wired = await open(passing);
    const close = () => wired.close().finally(leave);
    return { wired: { ...wired, close }, isKept: false };
  } catch (error) {
    leave();
    throw error;
  }
}
