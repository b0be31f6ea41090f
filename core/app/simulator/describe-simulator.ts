import type { BotSetting, Passage } from "#core/console/other-bot/other-bot.ts";
import { wordsOf } from "#core/console/words.ts";

const { other } = wordsOf("en");

export interface SimulatorUp {
  readonly webhook: string;
  /** Where the phones are. */
  readonly page: string;
  readonly settings: readonly BotSetting[];
}

/** What `sapa simulator` says when it is up: where the phones are, and what to set in the bot. */
export function describeSimulator({ webhook, page, settings }: SimulatorUp): readonly string[] {
  const wide = Math.max(...settings.map(({ name }) => other.settings[name].length));
  return [
    "",
    `The simulator is up: it is WhatsApp's network for the bot at ${webhook}`,
    "",
    `  phones   ${page}`,
    "",
    `${other.toSet}, and start it again:`,
    "",
    ...settings.map(({ name, value }) => `  ${other.settings[name].padEnd(wide)}   ${value}`),
    "",
    "Any version of the Graph API is answered. What passes is shown here; Ctrl+C ends.",
    "",
  ];
}

/** One line about what passed, with what it means if it failed. */
export function describePassage(passage: Passage): string {
  const time = new Date(passage.at).toISOString().slice(11, 19);
  if (passage.kind === "request") {
    const { request, status, error } = passage.answer;
    if (status === undefined) return `${time}  ${request}: ${other.droppedAnswer}`;
    if (error === undefined) return `${time}  ${request}: ${status}`;
    return `${time}  ${request}: refused, ${error.code} ${error.meaning} (${error.title})`;
  }
  const { status, ms, problem } = passage.outcome;
  const what = `${time}  ${other.passages[passage.kind]}: ${status ?? other.noAnswer}, ${other.took(ms)}`;
  return problem === undefined ? what : `${what}. ${other.problems[problem]}`;
}
