import { type BotReading, readBot } from "#core/app/read-bot.ts";
import { renderFindings } from "#core/app/render-findings.ts";
import type { BotConfig } from "#core/config/bot-schema.ts";
import { BotError } from "#core/lib/bot-error.ts";

/** Reads a bot.yaml by itself, without flows and plugins; throws `BOT_INVALID` with all that is wrong in it. */
export function needConfig(
  file: string,
  text: string,
): Pick<BotReading, "source"> & { readonly config: BotConfig } {
  const { source, config, findings } = readBot(file, text);
  if (config !== undefined) return { source, config };
  throw new BotError("BOT_INVALID", renderFindings(findings, [{ file, text }], "human"), {
    hint: "Mend what is above; sapa check says the same.",
  });
}
