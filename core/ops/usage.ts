import type { Command } from "./command.ts";
import type { Language } from "./language.ts";

/** How a command is written: `/contact show <person>`, with what may be left out in brackets. */
export function usageOf(command: Command, language: Language): string {
  const head = `/${command.words.map((word) => word[language]).join(" ")}`;
  if (command.pairs !== undefined) return `${head} ${command.pairs}`;
  const args = command.args.map(({ words, isNamed, isOptional }) => {
    const word = isNamed === true ? `${words[language]}=…` : words[language];
    if (isOptional === true) return `[${word}]`;
    return isNamed === true ? word : `<${word}>`;
  });
  return [head, ...args].join(" ");
}
