import type { CatalogTemplate } from "#core/flow/catalog.ts";
import type { TemplateButton } from "#core/model/template.ts";
import type { StepBuilder } from "./step-builder.ts";

/** What a template step says of buttons. */
export interface TemplateButtonsInput {
  readonly name: string;
  readonly buttons?:
    | readonly { readonly kind: TemplateButton["kind"]; readonly index: number }[]
    | undefined;
}

/** Reports values for buttons that a template does not have, and buttons that lack theirs. */
export function reportTemplateButtons(
  { name, buttons = [] }: TemplateButtonsInput,
  found: CatalogTemplate,
  build: StepBuilder,
): void {
  if (found.buttons === undefined) return;
  for (const [place, { kind, index }] of buttons.entries()) {
    const button = found.buttons[index];
    if (button?.kind === kind) continue;
    build.report({
      code: "FLOW_TEMPLATE_BUTTONS",
      path: ["template", "buttons", place, button === undefined ? "index" : "kind"],
      message:
        button === undefined
          ? `"${name}" has no button ${index}`
          : `button ${index} of "${name}" is ${button.kind}`,
      hint: describeButtons(found),
    });
  }
  const missing = found.buttons.findIndex(
    ({ needsValue }, index) => needsValue && !buttons.some((given) => given.index === index),
  );
  if (missing === -1) return;
  const kind = found.buttons[missing]?.kind;
  build.report({
    code: "FLOW_TEMPLATE_BUTTONS",
    path: buttons.length === 0 ? ["template"] : ["template", "buttons"],
    part: "key",
    message: `button ${missing} of "${name}" needs a value`,
    hint: `add { kind: ${kind}, index: ${missing}, value: "…" }`,
  });
}

function describeButtons({ buttons = [] }: CatalogTemplate): string {
  if (buttons.length === 0) return "it has no buttons";
  return `its buttons: ${buttons.map(({ kind }, index) => `${index} ${kind}`).join(", ")}`;
}
