import { askBot } from "#core/app/control/ask-bot.ts";
import { printLine } from "#core/app/print.ts";
import { spendKinds } from "#core/engine/queries/read-spend.ts";
import { BotError } from "#core/lib/bot-error.ts";
import { toLanguage } from "#core/ops/language.ts";
import { type OpsFlags, opsCommand } from "./ops.ts";

export interface SpendFlags extends OpsFlags {
  readonly by: string;
  readonly since: string;
}

/** `sapa spend`: what messages and AI cost, the same numbers as in chat; as JSON all lines of it. */
export async function spendCommand({ by, since, ...flags }: SpendFlags): Promise<number> {
  const kind = spendKinds.find((one) => one === by);
  if (kind === undefined) {
    throw new BotError("USE_WRONG", `there is no sum by "${by}"`, {
      hint: `write one of ${spendKinds.join(", ")}`,
    });
  }
  if (flags.json !== true) {
    // A command is answered in the language of its word.
    const isIndonesian = toLanguage(flags.language ?? "en") === "id";
    const words = isIndonesian ? ["biaya", since, `per=${kind}`] : ["spend", since, `by=${kind}`];
    return await opsCommand(words, flags);
  }
  const { result } = await askBot("spend", { by: kind, since }, flags, "looks");
  printLine(JSON.stringify(result, undefined, 2));
  return 0;
}
