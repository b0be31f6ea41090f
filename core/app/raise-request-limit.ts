import { existsSync } from "node:fs";
import { processVariables } from "#core/config/process-variables.ts";

const variable = "BUN_CONFIG_MAX_HTTP_REQUESTS";
/** Requests in flight: a thousand sends a second at half a second each. */
const requestsInFlight = "512";

/**
 * Lets fetch have more requests in flight than the runtime's 256. The runtime reads the variable
 * before any code of ours runs, so the process replaces itself by one that has it: same process id,
 * same terminal, about 10 ms. Where that is not possible it goes on with 256.
 */
export function raiseRequestLimit(): void {
  const variables = processVariables();
  const script = process.argv[1];
  if (variables[variable] !== undefined || process.execve === undefined) return;
  if (script === undefined || !existsSync(script)) return;
  const given = Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    ),
  );
  process.execve(
    process.execPath,
    [process.execPath, ...process.execArgv, ...process.argv.slice(1)],
    { ...given, [variable]: requestsInFlight },
  );
}
