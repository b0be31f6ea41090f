import { limits } from "#core/flow/limits.ts";
import { engineTexts } from "#core/flow/texts.ts";
import type { Capabilities } from "#core/model/capabilities.ts";
import type { MessageOut, Option } from "#core/model/message-out.ts";
import { choiceForm, choiceRoom, optionSize } from "./choice-form.ts";
import { splitText } from "./split-text.ts";
import { textMessages } from "./text-messages.ts";

/** A question with options, rendered for the person; titles are plain text. */
export interface Choice {
  readonly text: string;
  readonly options: readonly Option[];
  /** The label of a list's button; undefined: the engine's own word. */
  readonly button: string | undefined;
  readonly footer: string | undefined;
}

/** How many pages a numbered text of so many options has. */
export function choicePages(optionCount: number): number {
  return Math.max(1, Math.ceil(optionCount / limits.optionsPerPage));
}

/**
 * A question with options as the messages that the channel carries, none over its limits. A long
 * text goes ahead in messages of its own, so that the options stand under its end. `page` counts
 * from 0 and only matters for a numbered text.
 */
export function choiceMessages(
  choice: Choice,
  capabilities: Capabilities,
  locale: string,
  page: number,
): readonly MessageOut[] {
  const { options, footer } = choice;
  const sizes = options.map(optionSize);
  const form = hasTwins(options) ? "numbers" : choiceForm(sizes, capabilities);
  const room = form === "numbers" ? undefined : choiceRoom(form, sizes, capabilities);
  if (room === undefined) return textMessages(numberedText(choice, locale, page), capabilities);
  const isInside = footer !== undefined && footer.length <= room.footerChars;
  const text = footer === undefined || isInside ? choice.text : `${choice.text}\n\n${footer}`;
  const parts = splitText(text, capabilities.text.maxChars, room.bodyChars);
  const ahead = parts.slice(0, -1).map((part): MessageOut => ({ kind: "text", text: part }));
  const common = {
    // Networks refuse an empty body, and an author may ask with options alone.
    text: parts.at(-1) ?? engineTexts(locale).chooseOne,
    ...(isInside ? { footer } : {}),
  };
  if (form === "buttons") return [...ahead, { kind: "buttons", ...common, options }];
  const button = listLabel(choice.button, room.buttonChars, locale);
  return [...ahead, { kind: "list", ...common, button, sections: [{ rows: options }] }];
}

/** Networks refuse two options with one title. */
function hasTwins(options: readonly Option[]): boolean {
  return new Set(options.map((option) => option.title)).size < options.length;
}

/** True if the options stand on several pages of a numbered text. */
export function isPaged(options: readonly Option[], capabilities: Capabilities): boolean {
  if (choicePages(options.length) === 1) return false;
  return hasTwins(options) || choiceForm(options.map(optionSize), capabilities) === "numbers";
}

function listLabel(label: string | undefined, maxChars: number, locale: string): string {
  const own = label?.trim() ?? "";
  return own !== "" && own.length <= maxChars ? own : engineTexts(locale).chooseButton;
}

function numberedText(choice: Choice, locale: string, page: number): string {
  const texts = engineTexts(locale);
  const pages = choicePages(choice.options.length);
  const first = (page % pages) * limits.optionsPerPage;
  const shown = choice.options.slice(first, first + limits.optionsPerPage);
  const lines = shown.map((option, index) => {
    const about = option.description === undefined ? "" : ` - ${option.description}`;
    return `${first + index + 1}. ${option.title}${about}`;
  });
  const hint = pages > 1 ? texts.numberOrMore((page % pages) + 1, pages) : texts.number;
  const footer = choice.footer === undefined ? [] : [choice.footer];
  return [choice.text, lines.join("\n"), ...footer, hint]
    .filter((part) => part !== "")
    .join("\n\n");
}
