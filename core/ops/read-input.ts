import { nearest } from "#core/lib/nearest.ts";
import type { Argument, Command } from "./command.ts";
import type { Language } from "./language.ts";
import type { CommandLine } from "./parse-line.ts";

export type InputReading =
  | { readonly kind: "ok"; readonly input: Readonly<Record<string, string>> }
  | { readonly kind: "missing"; readonly names: readonly string[] }
  | { readonly kind: "unknown"; readonly name: string; readonly near: string | undefined }
  | { readonly kind: "too-many"; readonly word: string };

/** The arguments of a command by their names; each by its place or by its name in either language. */
export function readInput(
  command: Command,
  { words, named }: CommandLine,
  language: Language,
): InputReading {
  const input = new Map<string, string>();
  const placed = command.args.filter(({ isNamed }) => isNamed !== true);
  const extra = words[command.pairs === undefined ? placed.length : 0];
  if (extra !== undefined) return { kind: "too-many", word: extra };
  if (command.pairs !== undefined) return { kind: "ok", input: Object.fromEntries(named) };
  for (const [index, word] of words.entries()) {
    const argument = placed[index];
    if (argument !== undefined) input.set(argument.name, word);
  }
  for (const [name, value] of named) {
    const argument = command.args.find((item) => namesOf(item).includes(name));
    if (argument === undefined) {
      const names = command.args.map((item) => item.words[language]);
      return { kind: "unknown", name, near: nearest(name, names) };
    }
    input.set(argument.name, value);
  }
  const missing = command.args.filter(
    ({ name, isOptional }) => isOptional !== true && (input.get(name) ?? "") === "",
  );
  if (missing.length > 0) {
    return { kind: "missing", names: missing.map((item) => item.words[language]) };
  }
  return { kind: "ok", input: Object.fromEntries(input) };
}

function namesOf({ name, words }: Argument): readonly string[] {
  return [name, words.en, words.id];
}
