import { readBotFolder } from "#core/app/bot-folder.ts";
import type { Json } from "#core/lib/json.ts";
import { callControl } from "./call-control.ts";
import { openDataHost } from "./open-data-host.ts";
import { openStopped, type StoppedBot, type StoppedFlags } from "./open-stopped.ts";

/** What a verb gave, and who did it. */
export interface BotAnswer {
  readonly result: Json;
  /** Whether a running bot did it. */
  readonly isRunning: boolean;
  /** False: no bot has run here yet, which was told, and what was written is gone with the command. */
  readonly isKept: boolean;
}

export type AskBot = (verb: string, input: Readonly<Record<string, Json>>) => Promise<BotAnswer>;

/**
 * What becomes of what a command writes where no bot has run yet: it is kept in a data folder that is made
 * for it, or, of a command that only looks, nothing is.
 */
export type Keeping = "keeps" | "looks";

/** Has the bot that runs on the data folder do something; if none does, it is done here, and nothing is sent. */
export function askBot(
  verb: string,
  input: Readonly<Record<string, Json>>,
  flags: StoppedFlags,
  keeping: Keeping,
): Promise<BotAnswer> {
  return atBot(flags, keeping, (ask) => ask(verb, input));
}

/** The same for several questions, which all go to the same bot. */
export async function atBot<Result>(
  flags: StoppedFlags,
  keeping: Keeping,
  work: (ask: AskBot) => Promise<Result>,
): Promise<Result> {
  const host = await openDataHost(readBotFolder(flags.bot).folder, flags);
  const place = { net: host.net, dataFolder: host.settings.dataFolder };
  let here: StoppedBot | undefined;
  try {
    return await work(async (verb, input) => {
      const answer = here === undefined ? await callControl(place, verb, input) : undefined;
      if (answer !== undefined) return { result: answer.result, isRunning: true, isKept: true };
      here ??= await openStopped(flags, host, keeping);
      const { wired, isKept } = here;
      const run = wired.verbs.get(verb);
      if (run === undefined) throw new Error(`there is no verb ${verb}`);
      return { result: await run(JSON.stringify(input)), isRunning: false, isKept };
    });
  } finally {
    await here?.wired.close();
    host.log.flush();
  }
}
