import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import type { Variables } from "./environment.ts";

/**
 * The environment of this process, and below it the `.env` of the bot's folder: what is set outside
 * wins. The only place that reads `process.env`.
 */
export function processVariables(botFolder?: string): Variables {
  return { ...(botFolder === undefined ? {} : readEnvFile(botFolder)), ...process.env };
}

function readEnvFile(folder: string): Variables {
  try {
    return parseEnv(readFileSync(join(folder, ".env"), "utf8"));
  } catch {
    // Most bots have none; one that cannot be read shows as variables that are missing.
    return {};
  }
}
