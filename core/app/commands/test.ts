import { readBotFolder } from "#core/app/bot-folder.ts";
import { runFlowTests } from "#core/app/flow-test/run-flow-tests.ts";
import { printLine } from "#core/app/print.ts";
import { processVariables } from "#core/config/process-variables.ts";

export interface TestFlags {
  readonly filter?: string | undefined;
  readonly junit?: string | undefined;
  readonly json?: boolean | undefined;
}

/** `sapa test`: plays the bot's `*.test.yaml`; 0 if all pass, 1 if not. */
export async function testCommand(
  botFolder: string | undefined,
  { filter, junit, json }: TestFlags,
): Promise<number> {
  const { folder } = readBotFolder(botFolder);
  const { passed, failed, output } = await runFlowTests(botFolder, {
    nowMs: () => performance.now(),
    variables: processVariables(folder),
    filter,
    junitFile: junit,
  });
  printLine(json === true ? JSON.stringify({ passed, failed }) : output);
  return failed === 0 ? 0 : 1;
}
