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
function asksInNumbers(ids: YesNoIds, turn: Turn): boolean {
  return choiceForm(optionsOf(ids, turn).map(optionSize), turn.capabilities) === "numbers";
}

function optionsOf(ids: YesNoIds, turn: Turn): readonly Option[] {
  const words = engineTexts(turn.locale);
  return [
    { id: ids.yes, title: words.yes },
    { id: ids.no, title: words.no },
  ];
}

/**
 * By one of these two buttons, or the words for yes and no; by a number only where they stand there as
 * numbers. Undefined for anything else, such as another question's button that says yes.
 */
export function readYesOrNo(message: MessageIn, ids: YesNoIds, turn: Turn): boolean | undefined {
  if (message.kind === "choice") {
    if (message.choice === ids.yes) return true;
    return message.choice === ids.no ? false : undefined;
  }
  const text = messageText(message).trim();
  if (!/^\d+$/.test(text)) return parseBoolean(text);
  if (!asksInNumbers(ids, turn) || (text !== "1" && text !== "2")) return undefined;
  return text === "1";
}
