import { limits } from "#core/flow/limits.ts";
import { engineTexts } from "#core/flow/texts.ts";
import type { Capabilities } from "#core/model/capabilities.ts";
import type { MessageOut, Option } from "#core/model/message-out.ts";
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

/** How a question with options looks on a channel. */
export type ChoiceForm = "buttons" | "list" | "numbers";

/**
 * The form that shows every option whole: buttons, else a list, else a numbered text, which has
 * room for anything. Descriptions need a list. Used by the renderer and, with worst cases, by the
 * checker.
 */
export function choiceForm(options: readonly Option[], capabilities: Capabilities): ChoiceForm {
  const { buttons, list } = capabilities;
  const hasDescriptions = options.some((option) => option.description !== undefined);
  if (hasTwins(options)) return "numbers";
  if (buttons !== undefined && !hasDescriptions && options.length <= buttons.max) {
    const { titleChars, idChars } = buttons;
    if (options.every(({ id, title }) => title.length <= titleChars && id.length <= idChars)) {
      return "buttons";
    }
  }
  if (list !== undefined && options.length <= list.maxRows) {
    const fits = ({ id, title, description }: Option) =>
      title.length <= list.titleChars &&
      id.length <= list.idChars &&
      (description ?? "").length <= list.descriptionChars;
    if (options.every(fits)) return "list";
  }
  return "numbers";
}

/** Networks refuse two options with one title. */
function hasTwins(options: readonly Option[]): boolean {
  return new Set(options.map((option) => option.title)).size < options.length;
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
  const form = choiceForm(choice.options, capabilities);
  if (form === "numbers") {
    return textMessages(numberedText(choice, locale, page), capabilities);
  }
  const { buttons, list } = capabilities;
  const bodyChars = (form === "buttons" ? buttons?.bodyChars : list?.bodyChars) ?? 0;
  const footerChars = (form === "buttons" ? buttons?.footerChars : list?.footerChars) ?? 0;
  const isShort = choice.footer !== undefined && choice.footer.length <= footerChars;
  const text =
    choice.footer === undefined || isShort ? choice.text : `${choice.text}\n\n${choice.footer}`;
  const parts = splitText(text, capabilities.text.maxChars, bodyChars);
  const ahead = parts.slice(0, -1).map((part): MessageOut => ({ kind: "text", text: part }));
  const common = {
    // Networks refuse an empty body, and an author may ask with options alone.
    text: parts.at(-1) ?? engineTexts(locale).chooseOne,
    ...(isShort ? { footer: choice.footer } : {}),
  };
  if (form === "buttons") return [...ahead, { kind: "buttons", ...common, options: choice.options }];
  const button = listLabel(choice.button, list?.buttonChars ?? 0, locale);
  return [...ahead, { kind: "list", ...common, button, sections: [{ rows: choice.options }] }];
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
  return [choice.text, lines.join("\n"), ...footer, hint].filter((part) => part !== "").join("\n\n");
}
