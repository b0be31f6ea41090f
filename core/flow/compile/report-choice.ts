import { limits } from "#core/flow/limits.ts";
import type { YamlPath } from "#core/flow/read/yaml-source.ts";
import { choiceForm, choiceRoom, type OptionSize } from "#core/flow/render/choice-form.ts";
import type { Capabilities } from "#core/model/capabilities.ts";
import type { LocalText } from "./local-text.ts";
import type { CompiledOption } from "./options.ts";
import type { StepBuilder } from "./step-builder.ts";
import { worstLength } from "./worst-length.ts";

/** A compiled question with options. */
export interface CompiledChoice {
  readonly text: LocalText;
  readonly options: readonly CompiledOption[];
  readonly button: LocalText | undefined;
  readonly footer: LocalText | undefined;
}

/** Reports options that a channel cannot show as buttons or list, and those that look alike. */
export function reportChoice(choice: CompiledChoice, build: StepBuilder): void {
  const { options } = choice;
  if (options.length > limits.options || options.length === 0) {
    const bounds =
      options.length === 0 ? "at least one option" : `at most ${limits.options} options`;
    const message = `a choice has ${bounds}, this one ${options.length}`;
    build.report({ code: "FLOW_OPTION_COUNT", path: ["options"], part: "key", message });
  }
  reportTwins(options, build);
  const told = new Set<string>();
  for (const { capabilities } of build.catalog.channels) {
    reportLimits(choice, capabilities, build, told);
  }
}

function reportLimits(
  choice: CompiledChoice,
  capabilities: Capabilities,
  build: StepBuilder,
  told: Set<string>,
): void {
  const sizes = choice.options.map((option) => worstSize(option, build));
  const list = choiceRoom("list", sizes, capabilities);
  const widest = list ?? choiceRoom("buttons", sizes, capabilities);
  // More options than a list holds become a numbered text, which has room for all of this.
  if (widest === undefined) return;
  const form = choiceForm(sizes, capabilities);
  const room = (form === "numbers" ? undefined : choiceRoom(form, sizes, capabilities)) ?? widest;

  function over(
    what: string,
    path: YamlPath,
    part: LocalText | undefined,
    maxChars: number,
    hint: string,
  ): void {
    for (const { path: at, length } of lengths(part, path, build)) {
      if (length <= maxChars || told.has(at.join("/"))) continue;
      told.add(at.join("/"));
      const message = `${what} has up to ${length} characters, ${maxChars} are shown`;
      build.report({ code: "FLOW_CHANNEL_LIMIT", path: at, message, hint });
    }
  }

  const { titleChars, descriptionChars, buttonChars } = widest;
  for (const { id, title, description, isLong } of choice.options) {
    const path = ["options", id];
    const roomBelow = description === undefined && descriptionChars > 0;
    const shorten = `say it in ${titleChars} characters`;
    const titleHint = roomBelow
      ? `${shorten}, and the rest in { title: …, description: … }`
      : shorten;
    over("a title", isLong ? [...path, "title"] : path, title, titleChars, titleHint);
    const descriptionPath = [...path, "description"];
    const descriptionHint = `say it in ${descriptionChars} characters`;
    over("a description", descriptionPath, description, descriptionChars, descriptionHint);
  }
  over("the button", ["button"], choice.button, buttonChars, `say it in ${buttonChars} characters`);
  over("the footer", ["footer"], choice.footer, room.footerChars, "put it into the question");
  for (const { path, length } of lengths(choice.text, ["choose"], build)) {
    if (length <= room.bodyChars || told.has(path.join("/"))) continue;
    told.add(path.join("/"));
    const message = `up to ${length} characters: ${room.bodyChars} stand above the options, the rest goes ahead`;
    build.report({ code: "FLOW_TEXT_SPLIT", severity: "warning", path, message });
  }
}

function worstSize(option: CompiledOption, build: StepBuilder): OptionSize {
  const worst = (text: LocalText) =>
    Math.max(...lengths(text, [], build).map((each) => each.length));
  const { id, title, description } = option;
  return {
    idChars: id.length,
    titleChars: worst(title),
    descriptionChars: description === undefined ? undefined : worst(description),
  };
}

function lengths(text: LocalText | undefined, path: YamlPath, build: StepBuilder) {
  if (text === undefined) return [];
  const measure = (wording: LocalText["first"]) =>
    worstLength(wording.template.value, (name) => build.slot(name));
  if (text.byLocale.size === 0) return [{ path, length: measure(text.first) }];
  return [...text.byLocale].map(([locale, wording]) => ({
    path: [...path, locale],
    length: measure(wording),
  }));
}

/** Two options with one title: the person cannot tell them apart, and networks refuse them. */
function reportTwins(options: readonly CompiledOption[], build: StepBuilder): void {
  const seen = new Map<string, string>();
  for (const option of options) {
    const locales = ["", ...option.title.byLocale.keys()];
    for (const locale of locales) {
      const wording = option.title.byLocale.get(locale) ?? option.title.first;
      const title = wording.ready?.plain.trim();
      if (title === undefined) continue;
      const key = `${locale} ${title}`;
      const other = seen.get(key);
      if (other === undefined) seen.set(key, option.id);
      else if (other !== option.id) {
        build.report({
          code: "FLOW_OPTION_TWINS",
          path: ["options", option.id],
          message: `the option "${other}" has the title "${title}" too`,
          hint: "let every title say something else",
        });
        break;
      }
    }
  }
}
