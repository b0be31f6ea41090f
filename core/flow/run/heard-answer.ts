import type { Question } from "#core/flow/compile/question.ts";
import type { Next } from "#core/flow/define-step.ts";
import { escapeMarkdown, toMarkup } from "#core/flow/render/markup.ts";
import { engineTexts } from "#core/flow/texts.ts";
import type { Json } from "#core/lib/json.ts";
import { cutText } from "#core/lib/text.ts";
import { type MessageIn, messageText, toVoiceNote } from "#core/model/message-in.ts";
import type { Wait } from "#core/model/run.ts";
import { restOnQuestion } from "./question.ts";
import type { Turn } from "./turn.ts";
import { askYesOrNo, readYesOrNo } from "./yes-or-no.ts";

/*
 * A machine may hear wrong, so what it heard fills no slot before the person has seen it. The rest
 * on the question then holds the value and its words: yes takes it, no asks again, and anything else is
 * a new answer.
 */

const wordsKey = "heard";
const valueKey = "heardValue";
const buttons = { yes: "heard:yes", no: "heard:no" };

/** More would not fit above two buttons. */
const shownChars = 600;

/** What was heard, and what it would fill the slot with. */
export interface HeardAnswer {
  readonly words: string;
  readonly value: Json;
}

/** The words of a message if a machine wrote them down. */
export function heardWords(message: MessageIn): string | undefined {
  return toVoiceNote(message) === undefined ? undefined : messageText(message).trim();
}

/** Shows what was heard and rests until the person says whether it is right. */
export function confirmHeard(
  question: Question,
  turn: Turn,
  kind: "ask" | "choose",
  heard: HeardAnswer,
  data: Readonly<Record<string, Json>>,
): Next {
  showHeard(heard, turn);
  const kept = { [wordsKey]: heard.words, [valueKey]: heard.value };
  return restOnQuestion(question, turn, kind, { ...data, ...kept });
}

export function showHeard({ words }: Pick<HeardAnswer, "words">, turn: Turn): void {
  const { isHeardRight } = engineTexts(turn.locale);
  askYesOrNo(`${heardLine(words, turn)} ${isHeardRight}`, buttons, turn);
}

/** What was heard, in one line, as the channel shows it: signs in it mean nothing. */
export function heardLine(words: string, turn: Turn): string {
  return toMarkup(heardMarkdown(words, turn), turn.capabilities.markup);
}

/** The same, to stand before Markdown. */
export function heardMarkdown(words: string, turn: Turn): string {
  return escapeMarkdown(engineTexts(turn.locale).heard(cutText(words, shownChars)));
}

/** What the person was shown and has not said yes or no to. */
export function heardIn({ data }: Wait): HeardAnswer | undefined {
  const words = data?.[wordsKey];
  const value = data?.[valueKey];
  return typeof words === "string" && value !== undefined ? { words, value } : undefined;
}

/**
 * What is said to it: it is right, it is wrong, or, undefined, something else altogether. Below buttons a
 * number is a new answer: whoever was heard to say 8 types the 2 that they said.
 */
export function readVerdict(message: MessageIn, turn: Turn): boolean | undefined {
  return readYesOrNo(message, buttons, turn);
}
