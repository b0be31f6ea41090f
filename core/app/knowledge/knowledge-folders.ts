import { resolve } from "node:path";
import type { BotConfig } from "#core/config/bot-schema.ts";

/** Where the knowledge folders of a bot are, by their names in bot.yaml. */
export function knowledgeFolders(bot: {
  readonly folder: string;
  readonly config: Pick<BotConfig, "knowledge">;
}): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(bot.config.knowledge).map(([name, folder]) => [
      name,
      resolve(bot.folder, folder),
    ]),
  );
}
