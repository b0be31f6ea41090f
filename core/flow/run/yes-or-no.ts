import { parseBoolean } from "#core/flow/parse-slot/parse-boolean.ts";
import { choiceForm, optionSize } from "#core/flow/render/choice-form.ts";
import { choiceMessages } from "#core/flow/render/choice-messages.ts";
import { engineTexts } from "#core/flow/texts.ts";
import { type MessageIn, messageText } from "#core/model/message-in.ts";
import type { Option } from "#core/model/message-out.ts";
import type { Turn } from "./turn.ts";

/** The ids of the two buttons: a question's own options may be called yes and no. */
export interface YesNoIds {
  readonly yes: string;
  readonly no: string;
}

/** Asks with two buttons, or two numbers where the channel has none. */
export function askYesOrNo(text: string, ids: YesNoIds, turn: Turn): void {
  const choice = { text, options: optionsOf(ids, turn), button: undefined, footer: undefined };
  turn.send(choiceMessages(choice, turn.capabilities, turn.locale, 0), "prompt");
}

/** Whether the two stand there as numbers, so that a number can only mean one of them. */
export function asksInNumbers(ids: YesNoIds, turn: Turn): boolean {
  return choiceForm(optionsOf(ids, turn).map(optionSize), turn.capabilities) === "numbers";
}

function optionsOf(ids: YesNoIds, turn: Turn): readonly Option[] {
  const words = engineTexts(turn.locale);
  return [
    { id: ids.yes, title: words.yes },
    { id: ids.no, title: words.no },
  ];
}

/** By the button, its number, or the words for yes and no; undefined for anything else. */
export function readYesOrNo(message: MessageIn, ids: YesNoIds): boolean | undefined {
  if (message.kind === "choice" && (message.choice === ids.yes || message.choice === ids.no)) {
    return message.choice === ids.yes;
  }
  const text = messageText(message).trim();
  if (text === "1" || text === "2") return text === "1";
  return parseBoolean(text);
}
