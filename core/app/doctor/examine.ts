import { BotError, errorText } from "#core/lib/bot-error.ts";
import { checkAccounts } from "./check-accounts.ts";
import { checkBotRuns } from "./check-bot-runs.ts";
import { checkClock } from "./check-clock.ts";
import { checkDataFolder } from "./check-data-folder.ts";
import { checkDatabase } from "./check-database.ts";
import { checkEnvironment } from "./check-environment.ts";
import { checkFiles } from "./check-files.ts";
import { checkKnowledgeIndex } from "./check-knowledge-index.ts";
import { checkProviderAnswers } from "./check-provider-answers.ts";
import { checkRuntime } from "./check-runtime.ts";
import { checkWebhook } from "./check-webhook.ts";
import type { DoctorCase } from "./doctor-case.ts";
import type { Examined, Found } from "./examined.ts";
import { hideSecrets } from "./hide-secrets.ts";

type Check = (situation: DoctorCase) => readonly Found[] | Promise<readonly Found[]>;

/** From outside in, and the clock last: it goes by what others answered. */
const checks: readonly (readonly [name: string, check: Check])[] = [
  ["webhook", checkWebhook],
  ["account", checkAccounts],
  ["check", checkFiles],
  ["environment", checkEnvironment],
  ["data", checkDataFolder],
  ["database", checkDatabase],
  ["bot", checkBotRuns],
  ["provider", checkProviderAnswers],
  ["knowledge", checkKnowledgeIndex],
  ["runtime", checkRuntime],
  ["clock", checkClock],
];

/** Everything that is found, in the order of the checks, without a secret in it. */
export async function examine(situation: DoctorCase): Promise<readonly Examined[]> {
  const { bot, host } = situation;
  const { secretKey, apiTokens } = host.settings;
  const secrets = [
    ...(bot?.secrets ?? []),
    ...apiTokens,
    ...(secretKey === undefined ? [] : [secretKey]),
  ];
  const examined: Examined[] = [];
  for (const [check, find] of checks) {
    for (const [state, message, hint] of await findSafely(find, situation)) {
      const line = message.replaceAll(/\s*\n\s*/g, " ");
      const told = { check, state, message: hideSecrets(line, secrets) };
      examined.push(hint === undefined ? told : { ...told, hint: hideSecrets(hint, secrets) });
    }
  }
  return examined;
}

/** One check that fails keeps no other from being made. */
async function findSafely(find: Check, situation: DoctorCase): Promise<readonly Found[]> {
  try {
    return await find(situation);
  } catch (error) {
    const hint = error instanceof BotError ? error.hint : undefined;
    return [["error", errorText(error), hint ?? "See deploy/ERRORS.md, or report it as a bug."]];
  }
}
