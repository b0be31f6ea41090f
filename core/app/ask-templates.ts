import { BotError } from "#core/lib/bot-error.ts";
import type { Json } from "#core/lib/json.ts";
import { callControl } from "./control/call-control.ts";
import { devFolderOf } from "./find-data.ts";
import type { Host } from "./host.ts";
import type { LoadedBot } from "./load-bot.ts";
import { prepareAccounts, settingSources } from "./prepare-accounts.ts";
import { wireBot } from "./wire.ts";

/** Asks for verbs of `templateVerbs`; every question of a command goes to the same bot. */
export interface TemplateAsk {
  ask(verb: string, input: Json): Promise<Json>;
  close(): Promise<void>;
}

/**
 * Who does it: the bot that runs on the data folder, else this process with the accounts of bot.yaml, else
 * a `sapa dev` beside it, whose network is the simulator. Its questions throw `ENVIRONMENT_MISSING` if there
 * is none of them.
 */
export function openTemplateAsk(bot: LoadedBot, host: Host): TemplateAsk {
  const { net, settings } = host;
  const { dataFolder } = settings;
  /** Where it is asked, once somebody there has answered. */
  let running: string | undefined;
  let here: TemplateAsk | undefined;

  async function askRunning(folder: string, verb: string, input: Json): Promise<Json | undefined> {
    const answer = await callControl({ net, dataFolder: folder }, verb, input);
    if (answer !== undefined) running = folder;
    return answer?.result;
  }

  async function askAnybody(verb: string, input: Json): Promise<Json> {
    const answer = await askRunning(dataFolder, verb, input);
    if (answer !== undefined) return answer;
    const sources = settingSources(bot.folder, host.variables);
    const { ready, problems, secrets } = prepareAccounts(bot.accounts, "never", sources);
    if (problems.length === 0) {
      host.log.hide(secrets);
      here = await openHere(bot, host, ready);
      return await here.ask(verb, input);
    }
    const simulated = await askRunning(devFolderOf(dataFolder), verb, input);
    if (simulated !== undefined) return simulated;
    const lines = ["the bot needs what is not set:", ...problems].join("\n  ");
    throw new BotError("ENVIRONMENT_MISSING", lines, {
      hint: `Set them in the environment or in ${bot.folder}/.env; while sapa dev runs, its simulator is asked.`,
    });
  }

  return {
    async ask(verb, input) {
      if (here !== undefined) return await here.ask(verb, input);
      if (running === undefined) return await askAnybody(verb, input);
      const answer = await askRunning(running, verb, input);
      if (answer !== undefined) return answer;
      throw new BotError("CONTROL_UNSURE", "the bot stopped meanwhile", {
        hint: "Look with sapa template plan.",
      });
    },
    async close() {
      await here?.close();
    },
  };
}

async function openHere(
  bot: LoadedBot,
  host: Host,
  accounts: Parameters<typeof wireBot>[0]["accounts"],
): Promise<TemplateAsk> {
  const { dataFolder, secretKey } = host.settings;
  const wired = await wireBot({
    ...host,
    bot,
    accounts,
    dataFolder,
    secretKey,
    keepsDiskFree: false,
  });
  return {
    async ask(verb, input) {
      const run = wired.verbs.get(verb);
      if (run === undefined) throw new Error(`there is no verb ${verb}`);
      return await run(JSON.stringify(input));
    },
    close: () => wired.close(),
  };
}
