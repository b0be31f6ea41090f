import { createInterface } from "node:readline";
import { readBotFolder } from "#core/app/bot-folder.ts";
import { runChat } from "#core/app/chat/run-chat.ts";
import { openMemoryStore, toSimulatedBot } from "#core/app/flow-test/simulated-bot.ts";
import { openHost } from "#core/app/host.ts";
import { openBot } from "#core/app/open-bot.ts";
import { printError, writeOut } from "#core/app/print.ts";
import { openMemoryDatabase } from "#core/store/open-memory-database.ts";

export interface ChatFlags {
  readonly name?: string | undefined;
  readonly language?: string | undefined;
  readonly idOnly?: boolean | undefined;
}

/** `sapa chat`: the bot's first account on its simulator, in memory; nothing leaves the machine. */
export async function chatCommand(
  botFolder: string | undefined,
  { name, language, idOnly }: ChatFlags,
): Promise<number> {
  const folder = readBotFolder(botFolder);
  const { clock, random, log, variables } = openHost(
    folder.folder,
    {},
    { level: "error", handle: 2 },
  );
  const bot = await openBot(folder, printError);
  const ports = { clock, random, log };
  const { store, records } = openMemoryStore(openMemoryDatabase(), ports);
  await runChat(
    await toSimulatedBot(bot, variables),
    { ...ports, store, records },
    {
      lines: createInterface({ input: process.stdin }),
      write: writeOut,
      isTerminal: process.stdin.isTTY === true && process.stdout.isTTY === true,
      name,
      language,
      isIdOnly: idOnly,
    },
  );
  return 0;
}
