import type { Capabilities } from "#core/model/capabilities.ts";
import type { Option } from "#core/model/message-out.ts";

/** How a question with options looks on a channel. */
export type ChoiceForm = "buttons" | "list" | "numbers";

/** How long the parts of an option are, in UTF-16 units. */
export interface OptionSize {
  readonly idChars: number;
  readonly titleChars: number;
  /** Undefined if it has no description. */
  readonly descriptionChars: number | undefined;
}

/** How long the parts of a question with options may be, in UTF-16 units. */
export interface ChoiceRoom {
  readonly idChars: number;
  readonly titleChars: number;
  readonly descriptionChars: number;
  readonly bodyChars: number;
  readonly footerChars: number;
  /** The label of the button that opens a list. */
  readonly buttonChars: number;
}

/**
 * The form that shows every option whole: buttons, else a list, else a numbered text, which has
 * room for anything. The renderer asks with the options, the checker with their worst cases.
 */
export function choiceForm(sizes: readonly OptionSize[], capabilities: Capabilities): ChoiceForm {
  for (const form of ["buttons", "list"] as const) {
    const room = choiceRoom(form, sizes, capabilities);
    if (room !== undefined && sizes.every((size) => fits(size, room))) return form;
  }
  return "numbers";
}

/**
 * The room that a form has on a channel; undefined if the channel lacks it, or it does not take so
 * many options or their descriptions.
 */
export function choiceRoom(
  form: Exclude<ChoiceForm, "numbers">,
  sizes: readonly OptionSize[],
  { buttons, list }: Capabilities,
): ChoiceRoom | undefined {
  if (form === "list") return list !== undefined && sizes.length <= list.maxRows ? list : undefined;
  const isPlain = sizes.every((size) => size.descriptionChars === undefined);
  if (buttons === undefined || sizes.length > buttons.max || !isPlain) return undefined;
  return { ...buttons, descriptionChars: 0, buttonChars: Number.POSITIVE_INFINITY };
}

function fits(size: OptionSize, room: ChoiceRoom): boolean {
  return (
    size.idChars <= room.idChars &&
    size.titleChars <= room.titleChars &&
    (size.descriptionChars ?? 0) <= room.descriptionChars
  );
}

export function optionSize({ id, title, description }: Option): OptionSize {
  return {
    idChars: id.length,
    titleChars: title.length,
    descriptionChars: description?.length,
  };
}
