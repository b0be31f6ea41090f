import type { ShownMessage } from "#core/model/ports/simulator.ts";

/** A message as lines of a transcript: its text, then its options in brackets. */
export function describeMessage(shown: ShownMessage): readonly string[] {
  const { template, text } = shown;
  const lines = template === undefined ? textLines(text) : [templateLine(template)];
  if (shown.options.length === 0) return lines;
  return [...lines, optionLine(shown.options.map((option) => option.title))];
}

/** `[Espresso] [Caffè latte]` */
export function optionLine(titles: readonly string[]): string {
  return titles.length === 0 ? "(no options)" : titles.map((title) => `[${title}]`).join(" ");
}

/** `template order_reminder("Sari")` */
export function templateLine(template: NonNullable<ShownMessage["template"]>): string {
  const values = template.values.map((value) => (value === "…" ? value : JSON.stringify(value)));
  return `template ${template.name}(${values.join(", ")})`;
}

function textLines(text: string): readonly string[] {
  return text === "" ? [] : text.split("\n");
}
