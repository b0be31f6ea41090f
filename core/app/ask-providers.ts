import { existsSync } from "node:fs";
import { join } from "node:path";
import { BotError } from "#core/lib/bot-error.ts";
import type { Json, JsonObject } from "#core/lib/json.ts";
import { minuteMs } from "#core/lib/millis.ts";
import { createLog } from "#core/log/create-log.ts";
import { openMemoryDatabase } from "#core/store/open-memory-database.ts";
import { openSqliteStore } from "#core/store/open-sqlite-store.ts";
import { readBotFolder } from "./bot-folder.ts";
import { callControl } from "./control/call-control.ts";
import { providerVerbs } from "./control/provider-verbs.ts";
import { openDataKey } from "./data-key.ts";
import { openMemoryStore } from "./flow-test/simulated-bot.ts";
import { type Host, openHost } from "./host.ts";
import { openBot } from "./open-bot.ts";
import { openDataFolder } from "./open-data-folder.ts";
import { openProviders, prepareProviders } from "./open-providers.ts";
import { settingSources } from "./prepare-accounts.ts";
import { printError } from "./print.ts";

export interface ProviderFlags {
  readonly bot?: string;
  readonly data?: string;
  readonly json?: true;
}

/** Who does the verbs of `providerVerbs`: the running bot if there is one, else this process. */
export interface ProviderDesk {
  readonly ask: (verb: string, input: JsonObject) => Promise<Json>;
  /** Whether a running bot answers; known after the first question. */
  readonly isRunning: () => boolean;
}

interface OpenHere {
  readonly ask: (verb: string, input: JsonObject) => Promise<Json>;
  close(): Promise<void>;
}

/**
 * Hands over the desk of a bot's providers. `keeps`: what they keep is to last, so the data folder is
 * made if the bot has never run; without it such a bot's providers keep nothing.
 */
export async function atProviderDesk<Result>(
  flags: ProviderFlags,
  keeps: boolean,
  work: (desk: ProviderDesk) => Promise<Result>,
): Promise<Result> {
  const folder = readBotFolder(flags.bot);
  const host = openHost(folder.folder, { data: flags.data }, { level: "error", handle: 2 });
  const { dataFolder } = host.settings;
  let here: OpenHere | undefined;
  let isRunning = false;
  try {
    return await work({
      isRunning: () => isRunning,
      async ask(verb, input) {
        if (here !== undefined) return await here.ask(verb, input);
        const answer = await callControl({ net: host.net, dataFolder }, verb, input);
        if (answer !== undefined) {
          isRunning = true;
          return answer.result;
        }
        if (isRunning) {
          throw new BotError("CONTROL_UNSURE", "the bot stopped meanwhile", {
            hint: "Ask again: sapa provider check says how things are.",
          });
        }
        here = await openHere(await openBot(folder, printError), host, keeps);
        return await here.ask(verb, input);
      },
    });
  } finally {
    await here?.close();
    host.log.flush();
  }
}

async function openHere(
  bot: Awaited<ReturnType<typeof openBot>>,
  host: Host,
  keeps: boolean,
): Promise<OpenHere> {
  const { variables, clock, random, net, log } = host;
  const ready = prepareProviders(bot.providers, settingSources(bot.folder, variables));
  log.hide(ready.flatMap(({ secrets }) => secrets));
  const { store, records } = openValues(host, keeps);
  // What cannot be made is told in the answer, not in the log.
  const quiet = createLog({ level: "error", clock, format: () => "", write: () => {} });
  const opened = openProviders(ready, { records, clock, random, net, log: quiet });
  const { verbs, stop } = providerVerbs(opened, clock);
  return {
    async ask(verb, input) {
      const run = verbs.get(verb);
      if (run === undefined) throw new Error(`there is no verb ${verb}`);
      return await run(JSON.stringify(input));
    },
    async close() {
      stop();
      opened.stop();
      await store.close();
    },
  };
}

/** What providers keep: the data folder's, or nothing where the bot has never run. */
function openValues({ settings, clock, random, log }: Host, keeps: boolean) {
  const { dataFolder } = settings;
  const file = join(dataFolder, "sapa.db");
  const ports = { clock, random, log };
  if (keeps) openDataFolder(dataFolder);
  else if (!existsSync(file)) return openMemoryStore(openMemoryDatabase(), ports);
  const { codec, erasures } = openDataKey({ ...settings, random });
  return openSqliteStore({ ...ports, file, codec, erasures, leaseMs: minuteMs });
}
