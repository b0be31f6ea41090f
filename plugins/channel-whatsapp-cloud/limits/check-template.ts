import type { MessageOut } from "sapa/plugin";
import { isTemplateHeader } from "#plugins/channel-whatsapp-cloud/outbound/template-body.ts";
import { checkHeader } from "./check-source.ts";
import { between, type Finding, filled, firstOf } from "./rules.ts";

type Template = Extract<MessageOut, { kind: "template" }>;

/** Source: reference 3.4 and 3.5. */
const maxNameChars = 512;
const maxButtons = 10;
const maxCodeChars = 15;

/**
 * What can be told of a template without its definition: the rest is Meta's to judge, with the codes
 * 132xxx.
 */
export function checkTemplate({ name, language, header, buttons = [] }: Template): Finding {
  const isPlace = (index: number) => Number.isInteger(index) && index >= 0 && index < maxButtons;
  return firstOf(
    filled("The template's name", name, maxNameChars),
    /^[a-z0-9_]*$/.test(name) ? undefined : "A template's name is of a-z, 0-9 and _ alone",
    filled("The template's language", language, 32),
    between("buttons with a value", buttons.length, 0, maxButtons),
    ...buttons.map(({ index }) => (isPlace(index) ? undefined : "A button's place is not 0 to 9")),
    ...buttons.map(({ kind, value }) =>
      kind === "copy_code" ? filled("The code to copy", value, maxCodeChars) : undefined,
    ),
    header === undefined || !isTemplateHeader(header) ? undefined : checkHeader(header),
  );
}
