import { expect, test } from "bun:test";
import { readBotFolder } from "#core/app/bot-folder.ts";
import { runFlowTests } from "#core/app/flow-test/run-flow-tests.ts";
import { loadBot } from "#core/app/load-bot.ts";

const folder = `${import.meta.dir}/fixtures/coffee`;

test("the coffee shop of the language's own page compiles as it is written", async () => {
  const { findings, bot } = await loadBot(readBotFolder(folder));
  // The page forgot the quotes round "Unfiltered, the Javanese way".
  expect(findings.map(({ code, severity, at }) => [code, severity, at.line])).toEqual([
    ["YAML_COMMA_CUTS_TEXT", "warning", 23],
  ]);
  expect(bot?.programs.map(({ flow }) => flow)).toEqual(["coffee"]);
});

test("its tests pass as they are written", async () => {
  const { output, passed, failed } = await runFlowTests(folder, { nowMs: () => 0 });
  expect(output).toEndWith("3 passed, 0 failed");
  expect({ passed, failed }).toEqual({ passed: 3, failed: 0 });
});
