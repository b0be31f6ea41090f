import { BotError } from "#core/lib/bot-error.ts";
import { printError } from "./print.ts";

/** Failures of what was asked for, not of what was found: exit code 2. */
const wrongUse: ReadonlySet<string> = new Set([
  "BOT_MISSING",
  "ENVIRONMENT_INVALID",
  "ENVIRONMENT_MISSING",
  "USE_WRONG",
]);

/**
 * Tells a person why a command failed and gives the exit code: 2 for wrong use, else 1. A failure
 * that we know has no stack trace; one that we don't is a bug of ours and shows all there is.
 */
export function tellFailure(error: unknown): 1 | 2 {
  if (error instanceof BotError) {
    printError(`error: ${error.message}`);
    if (error.hint !== undefined) printError(`  ${error.hint}`);
    return wrongUse.has(String(error.code)) ? 2 : 1;
  }
  printError("This is a bug in sapa; please report it with what follows.");
  printError(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return 1;
}
