import { parseBoolean } from "#core/flow/parse-slot/parse-boolean.ts";
import { choiceMessages } from "#core/flow/render/choice-messages.ts";
import { engineTexts } from "#core/flow/texts.ts";
import { type MessageIn, messageText } from "#core/model/message-in.ts";
import type { Turn } from "./turn.ts";

/** The ids of the two buttons: a question's own options may be called yes and no. */
export interface YesNoIds {
  readonly yes: string;
  readonly no: string;
}

/** Asks with two buttons, or two numbers where the channel has none. */
export function askYesOrNo(text: string, ids: YesNoIds, turn: Turn): void {
  const words = engineTexts(turn.locale);
  const options = [
    { id: ids.yes, title: words.yes },
    { id: ids.no, title: words.no },
  ];
  const choice = { text, options, button: undefined, footer: undefined };
  turn.send(choiceMessages(choice, turn.capabilities, turn.locale, 0), "prompt");
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
