import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readBotFolder } from "#core/app/bot-folder.ts";
import { countCoverage } from "#core/app/flow-test/count-coverage.ts";
import { createCoverageRecorder } from "#core/app/flow-test/coverage-recorder.ts";
import { renderLines } from "#core/app/flow-test/line.ts";
import { renderCoverage } from "#core/app/flow-test/render-coverage.ts";
import { toSimulatedBot } from "#core/app/flow-test/simulated-bot.ts";
import { type LoadedBot, loadBot } from "#core/app/load-bot.ts";
import type { Variables } from "#core/config/environment.ts";
import type { ContactId } from "#core/lib/ids.ts";
import type { Records } from "#core/model/ports/records.ts";
import { findConversation } from "./find-conversation.ts";
import { makeTest } from "./make-test.ts";
import { proveTest } from "./prove-test.ts";

/** A running bot's conversation as a test file, and what became of running it. */
export interface ConversationTest {
  /** Where it was written. */
  readonly file: string;
  readonly text: string;
  readonly isGreen: boolean;
  /** How the run went, and what it reached of the flows that it went through. */
  readonly report: string;
}

export interface ConversationTestOptions {
  readonly bot: LoadedBot;
  readonly records: Records;
  readonly variables: Variables;
  readonly contact: ContactId;
}

/**
 * Makes a masked test of a person's conversation, runs it against the flows as they are in the bot's
 * folder, and writes it there beside them; undefined if nothing was said in it.
 */
export async function makeConversationTest(
  options: ConversationTestOptions,
): Promise<ConversationTest | undefined> {
  const { records, variables, contact } = options;
  const folder = readBotFolder(options.bot.folder);
  // Where the folder has a mistake, what the bot began with is all there is to run it against.
  const { bot = options.bot } = await loadBot(folder);
  const recorded = makeTest(await findConversation(records, contact, undefined), {
    timeZone: bot.config.timeZone,
    defaultLocale: bot.config.locales[0],
    ownTexts: [folder.bot, ...folder.flows].map(({ text }) => text),
    anyFlow: bot.programs[0]?.flow ?? "",
  });
  if (recorded.transcription.steps.length === 0) return undefined;
  const file = freeName(folder.folder, recorded.flow);
  const recorder = createCoverageRecorder(bot.programs);
  const { text, isGreen, lines } = await proveTest(recorded, file, {
    bot: await toSimulatedBot({ ...bot, programs: recorder.programs }, variables),
    folder: folder.folder,
    nowMs: () => performance.now(),
  });
  writeFileSync(join(folder.folder, file), text, { flag: "wx" });
  const flows = new Set(recorder.takeFlows());
  const coverage = countCoverage(bot.programs, recorder).filter(({ flow }) => flows.has(flow));
  const report = [...lines, { text: "" }, ...renderCoverage(coverage)];
  return { file, text, isGreen, report: renderLines(report, false) };
}

/** A name that no file of the folder has. */
function freeName(folder: string, flow: string): string {
  for (let count = 1; ; count += 1) {
    const name = `${flow}.recorded${count === 1 ? "" : `-${count}`}.test.yaml`;
    if (!existsSync(join(folder, name))) return name;
  }
}
