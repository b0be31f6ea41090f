import { resolve } from "node:path";
import { type HostSettings, readEnvironment, type Variables } from "#core/config/environment.ts";
import { processVariables } from "#core/config/process-variables.ts";
import { BotError } from "#core/lib/bot-error.ts";
import { createLog, type LogLevel, type ProcessLog } from "#core/log/create-log.ts";
import { formatJson, formatPretty } from "#core/log/format-entry.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { GuardedNet } from "#core/model/ports/guarded-net.ts";
import type { Net } from "#core/model/ports/net.ts";
import type { Random } from "#core/model/ports/random.ts";
import { realGuardedNet } from "./guarded-net.ts";
import { printError, writeOut } from "./print.ts";
import { realClock } from "./real-clock.ts";
import { realNet } from "./real-net.ts";
import { createRealRandom } from "./real-random.ts";

/** The machine that a command runs on. */
export interface Host {
  readonly variables: Variables;
  readonly settings: HostSettings;
  readonly clock: Clock;
  readonly random: Random;
  readonly net: Net;
  readonly web: GuardedNet;
  readonly log: ProcessLog;
}

/** What flags say over the environment. */
export interface HostFlags {
  readonly port?: string | undefined;
  readonly data?: string | undefined;
}

/**
 * Reads the environment, with the bot's `.env` below it and flags above it, and opens the log: on
 * standard output (1), or on error (2) where the output is an answer. Throws `ENVIRONMENT_INVALID`
 * with every mistake at once; what only looks like one is told.
 */
export function openHost(
  botFolder: string,
  flags: HostFlags,
  logging: { readonly level: LogLevel; readonly handle: 1 | 2 },
): Host {
  const variables = {
    ...processVariables(botFolder),
    ...(flags.port === undefined ? {} : { SAPA_PORT: flags.port }),
    ...(flags.data === undefined ? {} : { SAPA_DATA: flags.data }),
  };
  const { settings, problems, warnings } = readEnvironment(variables);
  for (const warning of warnings) printError(`warning: ${warning}`);
  if (settings === undefined) {
    throw new BotError(
      "ENVIRONMENT_INVALID",
      ["the environment is wrong:", ...problems].join("\n  "),
    );
  }
  const stream = logging.handle === 1 ? process.stdout : process.stderr;
  const log = createLog({
    level: settings.logLevel ?? logging.level,
    clock: realClock,
    format: stream.isTTY ? formatPretty : formatJson,
    write: (text) => writeOut(text, logging.handle),
  });
  if (settings.secretKey !== undefined) log.hide([settings.secretKey]);
  log.hide(settings.apiTokens);
  return {
    variables,
    settings: { ...settings, dataFolder: resolve(settings.dataFolder) },
    clock: realClock,
    random: createRealRandom(),
    net: realNet,
    web: realGuardedNet,
    log,
  };
}
