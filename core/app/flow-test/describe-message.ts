import type { Json } from "#core/lib/json.ts";
import type { ShownMessage } from "#core/model/ports/simulator.ts";
import { isJsonObject } from "./fits-part.ts";
import type { Said } from "./said.ts";

/** A message as lines of a transcript: its text, what is more than words, its options in brackets. */
export function describeMessage(said: Said): readonly string[] {
  const { template, text } = said.shown;
  const lines = template === undefined ? textLines(text) : [templateLine(template)];
  const parts = Object.entries(said.parts)
    .filter(([key]) => !quiet.has(key))
    .map(([key, value]) => `(${partLine(key, value)})`);
  return [...lines, ...parts, ...(said.options.length === 0 ? [] : [optionLine(said.options)])];
}

/** True of so many messages that a transcript is easier to read without it. */
const quiet = new Set(["language", "label"]);

/** `[Espresso] [Caffè latte]` */
export function optionLine(options: readonly Json[]): string {
  const titles = options.map((option) => `[${titleOf(option)}]`);
  return titles.length === 0 ? "(no options)" : titles.join(" ");
}

export function titleOf(option: Json | undefined): string {
  if (typeof option === "string") return option;
  if (option === undefined || !isJsonObject(option)) return "";
  const { title, id, description } = option;
  return [title, id, description].find((part) => typeof part === "string") ?? "";
}

/** `footer: Prices include tax.` */
export function partLine(key: string, value: Json): string {
  return `${key}: ${typeof value === "string" ? value : JSON.stringify(value)}`;
}

/** `template order_reminder("Sari")` */
export function templateLine(template: NonNullable<ShownMessage["template"]>): string {
  const values = template.values.map((value) => (value === "…" ? value : JSON.stringify(value)));
  return `template ${template.name}(${values.join(", ")})`;
}

function textLines(text: string): readonly string[] {
  return text === "" ? [] : text.split("\n");
}
