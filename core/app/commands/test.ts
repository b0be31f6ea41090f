import { readBotFolder } from "#core/app/bot-folder.ts";
import { type FlowTestOptions, runFlowTests } from "#core/app/flow-test/run-flow-tests.ts";
import { testsJson } from "#core/app/flow-test/tests-json.ts";
import { watchTests } from "#core/app/flow-test/watch-tests.ts";
import { printLine } from "#core/app/print.ts";
import { realClock } from "#core/app/real-clock.ts";
import { stopSignal } from "#core/app/stop-on-signal.ts";
import { processVariables } from "#core/config/process-variables.ts";
import { BotError } from "#core/lib/bot-error.ts";

export interface TestFlags {
  readonly filter?: string | undefined;
  readonly junit?: string | undefined;
  readonly json?: boolean | undefined;
  readonly coverage?: boolean | undefined;
  readonly minCoverage?: string | undefined;
  readonly crash?: boolean | undefined;
  readonly update?: boolean | undefined;
  readonly watch?: boolean | undefined;
}

/** `sapa test`: plays the bot's `*.test.yaml`; 0 if all pass, 1 if not. */
export async function testCommand(
  botFolder: string | undefined,
  flags: TestFlags,
): Promise<number> {
  const { folder } = readBotFolder(botFolder);
  const variables = processVariables(folder);
  const isTerminal = process.stdout.isTTY === true;
  const options: FlowTestOptions = {
    nowMs: () => performance.now(),
    variables,
    filter: flags.filter,
    junitFile: flags.junit,
    showsCoverage: flags.coverage,
    minCoverage: readPercent(flags.minCoverage),
    crashesEverywhere: flags.crash,
    updates: flags.update,
    // Source: no-color.org.
    hasColours: isTerminal && (variables["NO_COLOR"] ?? "") === "",
  };
  if (flags.watch === true) {
    const watching = watchTests(folder, { options, clock: realClock, print: printLine });
    await stopSignal();
    watching.stop();
    return 0;
  }
  const result = await runFlowTests(botFolder, options);
  printLine(flags.json === true ? JSON.stringify(testsJson(result)) : result.output);
  return result.failed === 0 ? 0 : 1;
}

/** A number from 0 to 100. Throws `USE_WRONG` for anything else. */
function readPercent(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const percent = /^\d{1,3}(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (percent <= 100) return percent;
  throw new BotError("USE_WRONG", `--min-coverage is "${text}": write a number from 0 to 100`);
}
