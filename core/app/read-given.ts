import { existsSync, readFileSync } from "node:fs";
import { BotError, errorText } from "#core/lib/bot-error.ts";

/** The text of a file that somebody named on the command line. Throws `USE_WRONG`. */
export function readGiven(file: string): string {
  if (!existsSync(file)) throw new BotError("USE_WRONG", `there is no file ${file}`);
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new BotError("USE_WRONG", `${file} cannot be read: ${errorText(error)}`, {
      cause: error,
    });
  }
}
