import { printError } from "#core/app/print.ts";
import { BotError, errorText } from "#core/lib/bot-error.ts";

/**
 * Listens on the port that was asked for, and fails if somebody has it; where none was asked for, on
 * the usual one or, if somebody has that, on a free one, which is told.
 */
export function listenOn<T>(
  asked: number | undefined,
  usual: number,
  flag: string,
  listen: (port: number) => T,
  tell: (line: string) => void = printError,
): T {
  try {
    return listen(asked ?? usual);
  } catch (error) {
    if (asked === undefined) {
      tell(`port ${usual} is taken; a free one is used (${flag} chooses another)`);
      return listen(0);
    }
    throw new BotError("PORT_IN_USE", `cannot listen on port ${asked}: ${errorText(error)}`, {
      hint: `Stop the program that listens there, or choose another: ${flag} ${asked + 1}`,
      cause: error,
    });
  }
}
