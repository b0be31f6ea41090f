import { z } from "zod";
import { atProviderDesk, type ProviderFlags } from "#core/app/ask-providers.ts";
import { providerReportSchema, renderProviders } from "#core/app/check-providers.ts";
import { printLine } from "#core/app/print.ts";

/**
 * `sapa provider check`: asks every provider of bot.yaml whether it works, in the running bot if there
 * is one; 1 if one does not.
 */
export async function providerCheckCommand(flags: ProviderFlags): Promise<number> {
  return await atProviderDesk(flags, false, async (desk) => {
    const reports = z.array(providerReportSchema).parse(await desk.ask("provider.check", {}));
    if (flags.json === true) {
      const isRunning = desk.isRunning();
      printLine(JSON.stringify({ providers: reports, isRunning }, undefined, 2));
    } else {
      if (reports.length === 0) printLine("bot.yaml names no provider");
      for (const line of renderProviders(reports)) printLine(line);
    }
    return reports.every(({ problem }) => problem === undefined) ? 0 : 1;
  });
}
