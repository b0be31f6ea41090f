import type { LocalText } from "#core/flow/compile/local-text.ts";
import type { CompiledOption } from "#core/flow/compile/options.ts";
import type { CompiledChoice } from "#core/flow/compile/report-choice.ts";
import type { Choice } from "#core/flow/render/choice-messages.ts";
import { engineTexts } from "#core/flow/texts.ts";
import type { Option } from "#core/model/message-out.ts";
import type { Outcome } from "./failure.ts";
import type { Turn } from "./turn.ts";

/**
 * A question with options in the person's language. `text` stands above them: the question itself,
 * or what is said to a wrong answer; undefined: the engine's own words for one.
 */
export function renderChoice(
  choice: CompiledChoice,
  text: LocalText | undefined,
  turn: Turn,
): Outcome<Choice> {
  const options: Option[] = [];
  for (const compiled of choice.options) {
    const option = renderOption(compiled, turn);
    if (!option.ok) return option;
    options.push(option.value);
  }
  const above = text === undefined ? undefined : turn.render(text);
  if (above?.ok === false) return above;
  const button = renderPlain(choice.button, turn);
  if (!button.ok) return button;
  const footer = renderPlain(choice.footer, turn);
  if (!footer.ok) return footer;
  const value = {
    text: above?.value.trim() ?? engineTexts(turn.locale).notAnOption,
    options,
    button: button.value,
    footer: footer.value,
  };
  return { ok: true, value };
}

/** A title that comes out empty is replaced by the option's id: networks refuse an empty one. */
function renderOption(option: CompiledOption, turn: Turn): Outcome<Option> {
  const title = renderPlain(option.title, turn);
  if (!title.ok) return title;
  const description = renderPlain(option.description, turn);
  if (!description.ok) return description;
  const value = {
    id: option.id,
    title: title.value ?? option.id,
    ...(description.value === undefined ? {} : { description: description.value }),
  };
  return { ok: true, value };
}

/** A text for a place that has one line and no bold; undefined if there is nothing in it. */
function renderPlain(text: LocalText | undefined, turn: Turn): Outcome<string | undefined> {
  if (text === undefined) return { ok: true, value: undefined };
  const rendered = turn.render(text, "plain");
  if (!rendered.ok) return rendered;
  const line = rendered.value.replace(/\s+/g, " ").trim();
  return { ok: true, value: line === "" ? undefined : line };
}
