import type { SimulatedBot } from "#core/app/flow-test/simulated-bot.ts";
import { assertNever } from "#core/lib/assert-never.ts";
import { BotError } from "#core/lib/bot-error.ts";
import { formatDuration } from "#core/lib/duration.ts";
import type { Millis } from "#core/lib/millis.ts";
import { findLocale } from "#core/model/facts.ts";
import type { ShownMessage } from "#core/model/ports/simulator.ts";
import { type ChatPorts, openChatSession } from "./chat-session.ts";
import { createChatTerminal } from "./chat-terminal.ts";
import { chatTexts } from "./chat-texts.ts";
import { type Command, readCommand } from "./read-command.ts";
import { renderBubble } from "./render-bubble.ts";
import { createShiftingClock } from "./shifting-clock.ts";

export interface ChatOptions {
  /** What the person types, line by line; its end is the end of the chat. */
  readonly lines: AsyncIterable<string>;
  readonly write: (text: string) => void;
  /** False for a pipe: no prompt, and what was typed is shown too. */
  readonly isTerminal: boolean;
  /** The person's name; undefined: a default. */
  readonly name?: string | undefined;
  /** BCP 47, one that the bot speaks; undefined: the bot's first locale. */
  readonly language?: string | undefined;
  /** True: the network names the person by user id alone, without a number. */
  readonly isIdOnly?: boolean | undefined;
}

/**
 * A chat in the terminal: engine, store and channel of production with the network's simulator in
 * this process. Resolves when the person leaves; the store of `ports` is closed then. Throws `USE_WRONG` for
 * a language that the bot does not speak.
 */
export async function runChat(
  bot: SimulatedBot,
  ports: ChatPorts,
  options: ChatOptions,
): Promise<void> {
  // Before anything is waited for: what a pipe says meanwhile would be lost.
  const typed = options.lines[Symbol.asyncIterator]();
  const { name, language, isIdOnly } = options;
  const terminal = createChatTerminal(options.write, options.isTerminal);
  const clock = createShiftingClock(ports.clock);
  const { name: botName, locales, timeZone } = bot.settings.bot;
  if (language !== undefined && findLocale(language, locales) === undefined) {
    throw new BotError("USE_WRONG", `${botName} does not speak "${language}"`, {
      hint: `Its languages (locales of bot.yaml): ${locales.join(", ")}.`,
    });
  }
  const texts = chatTexts(language ?? locales[0]);
  const shown: ShownMessage[] = [];
  const person = { name, language, hasPhone: isIdOnly !== true };
  const session = await openChatSession(bot, { ...ports, clock }, person, (message) => {
    shown.push(message);
    terminal.print(renderBubble(botName, message));
  });

  /** Waits for what comes of it, and tells what the person would not see. */
  async function follow(work: Promise<void>, ifNothing: string | undefined): Promise<void> {
    const before = shown.length;
    try {
      await work;
    } catch (error) {
      if (!(error instanceof BotError)) throw error;
      terminal.print(error.message);
      return;
    }
    const notes = await session.newNotes();
    for (const note of notes) terminal.print(`(${note})`);
    const isSilent = shown.length === before && notes.length === 0;
    if (isSilent && ifNothing !== undefined) terminal.print(ifNothing);
  }

  async function obey(command: Command): Promise<void> {
    switch (command.kind) {
      case "act":
        return await follow(session.act(command.act), texts.silence);
      case "after": {
        clock.shift(command.durationMs);
        const passed = formatDuration(command.durationMs);
        terminal.print(texts.passed(passed, clockText(clock.now(), timeZone)));
        return await follow(session.settle(), undefined);
      }
      case "say":
        return terminal.print(command.text);
      case "help":
        return terminal.print(texts.help);
      case "unknown":
        return terminal.print(texts.unknownCommand(command.name));
      case "quit":
      case "nothing":
        return;
      default:
        assertNever(command, "obey");
    }
  }

  terminal.print(texts.welcome(botName));
  terminal.print(texts.help);
  terminal.ask();
  try {
    for await (const line of { [Symbol.asyncIterator]: () => typed }) {
      terminal.hear(line);
      const command = readCommand(line, shown.at(-1));
      if (command.kind === "quit") break;
      await obey(command);
      terminal.ask();
    }
  } finally {
    await session.close();
  }
  terminal.print(texts.bye);
}

function clockText(at: Millis, timeZone: string): string {
  const style = { timeZone, dateStyle: "medium", timeStyle: "short" } as const;
  return new Intl.DateTimeFormat("en-GB", style).format(at);
}
