import { accessSync, constants, mkdirSync } from "node:fs";
import { BotError, errorText } from "#core/lib/bot-error.ts";

/** Makes the data folder if it is not there, for its owner alone. Throws `DATA_UNUSABLE`. */
export function openDataFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new BotError(
      "DATA_UNUSABLE",
      `the data folder ${folder} cannot be used: ${errorText(error)}`,
      {
        hint: "Give it to the user that runs the bot, or choose another one: SAPA_DATA.",
        cause: error,
      },
    );
  }
}
