import { nearest } from "#core/lib/nearest.ts";
import type { Command } from "./command.ts";
import type { Language, Words } from "./language.ts";
import { usageOf } from "./usage.ts";

/** The command that words begin with, what is left of them, and the language it was written in. */
export type FoundCommand =
  | {
      readonly kind: "found";
      readonly command: Command;
      readonly rest: readonly string[];
      readonly language: Language;
    }
  /** `near`: what may have been meant, as it is written. */
  | { readonly kind: "unknown"; readonly near: readonly string[] };

const languages: readonly Language[] = ["en", "id"];

/**
 * Either language does, whatever the chat's is, and the answer is in that of the command; where its
 * name is the same in both, in the chat's. `commands` are those that the caller may give or be told of.
 */
export function findCommand(
  words: readonly string[],
  commands: readonly Command[],
  chat: Language,
): FoundCommand {
  const folded = words.map((word) => word.toLowerCase());
  for (const command of commands) {
    if (command.words.length > words.length) continue;
    const fits = languages.filter((language) =>
      command.words.every((word, index) => word[language] === folded[index]),
    );
    const mixed = command.words.every((word, index) => isEither(word, folded[index]));
    const language = fits.includes(chat) ? chat : (fits[0] ?? (mixed ? chat : undefined));
    if (language === undefined) continue;
    return { kind: "found", command, rest: words.slice(command.words.length), language };
  }
  return { kind: "unknown", near: findNear(folded, commands) };
}

function isEither(word: Words, written: string | undefined): boolean {
  return word.en === written || word.id === written;
}

/** Commands of the same first word; else the one whose name is nearest. */
function findNear(folded: readonly string[], commands: readonly Command[]): readonly string[] {
  const names = languages.flatMap((language) =>
    commands.map((command) => ({
      first: command.words[0]?.[language] ?? "",
      whole: command.words.map((word) => word[language]).join(" "),
      usage: usageOf(command, language),
    })),
  );
  const [first = ""] = folded;
  const second = folded.slice(0, 2).join(" ");
  const whole = nearest(
    second,
    names.map((name) => name.whole),
  );
  const best =
    whole ??
    nearest(
      first,
      names.map((name) => name.first),
    );
  const found = names.filter((name) => name.whole === best || name.first === best);
  const same = names.filter((name) => name.first === first);
  const near = whole === undefined && same.length > 0 ? same : found;
  return [...new Set(near.map(({ usage }) => usage))].slice(0, 4);
}
