import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { readBotFolder } from "#core/app/bot-folder.ts";
import {
  checkProviders,
  type ProviderReport,
  providerReportSchema,
  renderProviders,
} from "#core/app/check-providers.ts";
import { callControl } from "#core/app/control/call-control.ts";
import { openDataKey } from "#core/app/data-key.ts";
import { openMemoryStore } from "#core/app/flow-test/simulated-bot.ts";
import { type Host, openHost } from "#core/app/host.ts";
import type { LoadedBot } from "#core/app/load-bot.ts";
import { openBot } from "#core/app/open-bot.ts";
import { openProviders, prepareProviders } from "#core/app/open-providers.ts";
import { settingSources } from "#core/app/prepare-accounts.ts";
import { printError, printLine } from "#core/app/print.ts";
import { minuteMs } from "#core/lib/millis.ts";
import { createLog } from "#core/log/create-log.ts";
import { openMemoryDatabase } from "#core/store/open-memory-database.ts";
import { openSqliteStore } from "#core/store/open-sqlite-store.ts";

export interface ProviderFlags {
  readonly bot?: string;
  readonly data?: string;
  readonly json?: true;
}

/**
 * `sapa provider check`: asks every provider of bot.yaml whether it works, in the running bot if there
 * is one; 1 if one does not.
 */
export async function providerCheckCommand(flags: ProviderFlags): Promise<number> {
  const folder = readBotFolder(flags.bot);
  const host = openHost(folder.folder, { data: flags.data }, { level: "error", handle: 2 });
  const { dataFolder } = host.settings;
  const answer = await callControl({ net: host.net, dataFolder }, "provider.check", {});
  const reports =
    answer === undefined
      ? await checkHere(await openBot(folder, printError), host)
      : z.array(providerReportSchema).parse(answer.result);
  const isRunning = answer !== undefined;
  if (flags.json === true) {
    printLine(JSON.stringify({ providers: reports, isRunning }, undefined, 2));
  } else {
    if (reports.length === 0) printLine("bot.yaml names no provider");
    for (const line of renderProviders(reports)) printLine(line);
  }
  return reports.every(({ problem }) => problem === undefined) ? 0 : 1;
}

async function checkHere(bot: LoadedBot, host: Host): Promise<readonly ProviderReport[]> {
  const { variables, clock, random, net, log } = host;
  const ready = prepareProviders(bot.providers, settingSources(bot.folder, variables));
  log.hide(ready.flatMap(({ secrets }) => secrets));
  const { store, records } = openValues(host);
  try {
    // What cannot be made is told in the answer, not in the log.
    const quiet = createLog({ level: "error", clock, format: () => "", write: () => {} });
    const opened = openProviders(ready, { records, clock, random, net, log: quiet });
    const reports = await checkProviders(opened, clock);
    opened.stop();
    return reports;
  } finally {
    await store.close();
  }
}

/** What providers keep: the data folder's, or nothing where the bot has never run. */
function openValues({ settings, clock, random, log }: Host) {
  const file = join(settings.dataFolder, "sapa.db");
  const ports = { clock, random, log };
  if (!existsSync(file)) return openMemoryStore(openMemoryDatabase(), ports);
  const { codec } = openDataKey({ ...settings, random });
  return openSqliteStore({ ...ports, file, codec, leaseMs: minuteMs });
}
