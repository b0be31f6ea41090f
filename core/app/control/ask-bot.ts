import { readBotFolder } from "#core/app/bot-folder.ts";
import { openHost } from "#core/app/host.ts";
import type { Json } from "#core/lib/json.ts";
import { callControl } from "./call-control.ts";
import { openStopped, type StoppedFlags } from "./open-stopped.ts";

/** What a verb gave, and whether a running bot did it. */
export interface BotAnswer {
  readonly result: Json;
  readonly isRunning: boolean;
}

/** Has the bot that runs on the data folder do something; if none does, it is done here, and nothing is sent. */
export async function askBot(
  verb: string,
  input: Readonly<Record<string, Json>>,
  flags: StoppedFlags,
): Promise<BotAnswer> {
  const host = openHost(readBotFolder(flags.bot).folder, flags, { level: "error", handle: 2 });
  const place = { net: host.net, dataFolder: host.settings.dataFolder };
  const answer = await callControl(place, verb, input);
  if (answer !== undefined) return { result: answer.result, isRunning: true };
  const wired = await openStopped(flags, host);
  try {
    const run = wired.verbs.get(verb);
    if (run === undefined) throw new Error(`there is no verb ${verb}`);
    return { result: await run(JSON.stringify(input)), isRunning: false };
  } finally {
    await wired.close();
    host.log.flush();
  }
}
