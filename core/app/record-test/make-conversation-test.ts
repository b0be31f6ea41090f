import { readBotFolder } from "#core/app/bot-folder.ts";
import { renderLines } from "#core/app/flow-test/line.ts";
import { toSimulatedBot } from "#core/app/flow-test/simulated-bot.ts";
import type { LoadedBot } from "#core/app/load-bot.ts";
import type { Variables } from "#core/config/environment.ts";
import type { ContactId } from "#core/lib/ids.ts";
import type { Records } from "#core/model/ports/records.ts";
import { findConversation } from "./find-conversation.ts";
import { makeTest } from "./make-test.ts";
import { proveTest } from "./prove-test.ts";

/** A running bot's conversation as a test file, and what became of running it. */
export interface ConversationTest {
  readonly text: string;
  readonly isGreen: boolean;
  readonly report: string;
}

export interface ConversationTestOptions {
  readonly bot: LoadedBot;
  readonly records: Records;
  readonly variables: Variables;
  readonly contact: ContactId;
}

/**
 * Makes a masked test of a person's conversation and runs it against the flows that the bot began
 * with; undefined if nothing was said in it.
 */
export async function makeConversationTest(
  options: ConversationTestOptions,
): Promise<ConversationTest | undefined> {
  const { bot, records, variables, contact } = options;
  const folder = readBotFolder(bot.folder);
  const recorded = makeTest(await findConversation(records, contact, undefined), {
    timeZone: bot.config.timeZone,
    defaultLocale: bot.config.locales[0],
    ownTexts: [folder.bot, ...folder.flows].map(({ text }) => text),
    anyFlow: bot.programs[0]?.flow ?? "",
  });
  if (recorded.transcription.steps.length === 0) return undefined;
  const { text, isGreen, lines } = await proveTest(
    recorded,
    `${recorded.flow}.recorded.test.yaml`,
    { bot: toSimulatedBot(bot, variables), folder: folder.folder, nowMs: () => performance.now() },
  );
  return { text, isGreen, report: renderLines(lines, false) };
}
