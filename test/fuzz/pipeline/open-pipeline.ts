import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readBotFolder } from "#core/app/bot-folder.ts";
import { realGuardedNet } from "#core/app/guarded-net.ts";
import { type LoadedBot, loadBot } from "#core/app/load-bot.ts";
import { realClock } from "#core/app/real-clock.ts";
import { createRealRandom } from "#core/app/real-random.ts";
import type { Answering } from "#core/app/serve.ts";
import { wireBot } from "#core/app/wire.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { Net } from "#core/model/ports/net.ts";
import { accountSettings } from "#test/fuzz/account.ts";
import { repository } from "#test/source-files.ts";
import { openRowCounter, type RowCounter } from "./row-counter.ts";

/** The bot, all of it but the network: HTTP app, engine, and a store in a folder of its own. */
export interface Pipeline {
  readonly http: Answering;
  readonly rows: RowCounter;
  /** True when nothing is in hand; what waits for its time does not count. */
  isIdle(): boolean;
  /** Ends in good order and removes the folder; false if something would not end. */
  close(): Promise<boolean>;
}

/** Loads the bot that every pipeline of a run works with. */
export async function loadFuzzBot(): Promise<LoadedBot> {
  const { bot, findings } = await loadBot(readBotFolder(join(repository, "test/fuzz/bot")));
  if (bot === undefined) throw new Error(findings.map(({ message }) => message).join("; "));
  return bot;
}

export async function openPipeline(deps: {
  readonly bot: LoadedBot;
  readonly net: Net;
  readonly log: Log;
  /** Puts an observer around the channel. */
  readonly watch: (channel: Channel) => Channel;
}): Promise<Pipeline> {
  const { bot, net, log, watch } = deps;
  const dataFolder = await mkdtemp(join(tmpdir(), "fuzz-"));
  const wired = await wireBot({
    bot,
    accounts: bot.accounts.map((item) => ({
      ...item,
      settings: accountSettings,
      isSimulated: false,
    })),
    variables: {},
    dataFolder,
    secretKey: undefined,
    keepsDiskFree: false,
    clock: realClock,
    random: createRealRandom(),
    net,
    web: realGuardedNet,
    log,
    wrapChannel: watch,
  });
  await wired.start();
  const rows = openRowCounter(dataFolder);
  return {
    http: wired.http,
    rows,
    isIdle: () => wired.engine.isIdle(),
    async close() {
      rows.close();
      const isDone = await wired.drain();
      await wired.close();
      await rm(dataFolder, { recursive: true, force: true });
      return isDone;
    },
  };
}
