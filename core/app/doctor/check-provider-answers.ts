import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import {
  checkProviders,
  type ProviderReport,
  providerReportSchema,
} from "#core/app/check-providers.ts";
import { readData } from "#core/app/config/read-data.ts";
import { openProviders } from "#core/app/open-providers.ts";
import { createPassingValues, type PluginValues } from "#core/app/plugin-values.ts";
import { tellActing } from "#core/app/tell-acting.ts";
import { createLog } from "#core/log/create-log.ts";
import type { CasedBot, DoctorCase } from "./doctor-case.ts";
import type { Found } from "./examined.ts";
import { lookTimeoutMs } from "./looking-net.ts";

/** Asks every AI provider whether it works, in the running bot if there is one. */
export async function checkProviderAnswers(situation: DoctorCase): Promise<readonly Found[]> {
  const { bot, host } = situation;
  if (bot === undefined || Object.keys(bot.config.providers).length === 0) return [];
  const answer = await situation.askBot("provider.check", {});
  const reports =
    answer === undefined
      ? await askHere(bot, host)
      : z.array(providerReportSchema).parse(answer.result);
  const check = situation.command("provider check", "--bot");
  return reports.flatMap((report) => judge(report, bot, check));
}

/** Without a database nothing is kept of any provider; what one would keep from here on is not. */
async function askHere(
  { providers }: CasedBot,
  host: DoctorCase["host"],
): Promise<readonly ProviderReport[]> {
  const ask = async (kept: PluginValues | undefined) => {
    // What cannot be made is told in the answer, not in the log.
    const log = createLog({ level: "error", clock: host.clock, format: () => "", write: () => {} });
    const records = createPassingValues(kept);
    const opened = openProviders(providers, { ...host, log, records });
    try {
      return await checkProviders(opened, host.clock, lookTimeoutMs);
    } finally {
      opened.stop();
    }
  };
  const hasRun = existsSync(join(host.settings.dataFolder, "sapa.db"));
  if (!hasRun) return await ask(undefined);
  try {
    return (await readData(host, ask)) ?? (await ask(undefined));
  } catch {
    // What is wrong with the database is told by the check of it.
    return await ask(undefined);
  }
}

function judge(
  { name, model, problem, actsAsUser }: ProviderReport,
  bot: CasedBot,
  check: string,
): Found[] {
  const found: Found[] = [
    problem === undefined
      ? ["good", `${name} answers${model === undefined ? "" : ` (${model})`}`]
      : ["error", `${name}: ${problem}`, `Mend that, and ask again: ${check}`],
  ];
  if (actsAsUser !== true) return found;
  const may = bot.config.providers[name]?.only_for;
  const hint = `Say in bot.yaml who may: providers: { ${name}: { only_for: [owner] } }`;
  const acting = tellActing(name, may);
  return [...found, may === undefined ? ["error", acting, hint] : ["good", acting]];
}
