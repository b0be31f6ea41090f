import { assertNever } from "#core/lib/assert-never.ts";
import type { TemplateButton, TemplateContent, TextContent } from "#core/model/template.ts";

/**
 * The parts in which what a network has differs from what is declared; none: they say the same. Examples
 * are for the network's review alone, and no reason for another one.
 */
export function differingParts(
  declared: TemplateContent,
  there: TemplateContent,
): readonly string[] {
  // The network writes a code's text and label itself, and tells them in its own words.
  if (declared.kind === "code" || there.kind === "code") {
    return declared.kind === there.kind ? [] : ["body"];
  }
  const parts: readonly (readonly [string, (content: TextContent) => string])[] = [
    ["header", ({ header }) => header?.text ?? ""],
    ["body", ({ body }) => body],
    ["footer", ({ footer }) => footer ?? ""],
    ["buttons", ({ buttons }) => JSON.stringify(buttons.map(essenceOf))],
  ];
  return parts.flatMap(([name, of]) => (of(declared) === of(there) ? [] : [name]));
}

/** What of a button people see and get. */
function essenceOf(button: TemplateButton): readonly string[] {
  switch (button.kind) {
    case "quick_reply":
      return [button.kind, button.text];
    case "url":
      return [button.kind, button.text, button.url];
    case "phone":
      return [button.kind, button.text, button.phone.replace(/\D/g, "")];
    case "copy_code":
      return [button.kind];
    default:
      return assertNever(button, "essenceOf");
  }
}
