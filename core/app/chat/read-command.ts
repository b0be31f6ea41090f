import { parseDuration } from "#core/lib/duration.ts";
import { foldText } from "#core/lib/text.ts";
import type { PersonAct, ShownMessage } from "#core/model/ports/simulator.ts";

/** What a typed line asks for. */
export type Command =
  | { readonly kind: "act"; readonly act: PersonAct }
  | { readonly kind: "after"; readonly durationMs: number }
  | { readonly kind: "say"; readonly text: string }
  | { readonly kind: "help" | "quit" | "nothing" }
  | { readonly kind: "unknown"; readonly name: string };

/**
 * Reads a line of the keyboard. A number or a title of the newest message's options is a tap on it;
 * a slash begins a command; everything else is what the person writes.
 */
export function readCommand(line: string, newest: ShownMessage | undefined): Command {
  const text = line.trim();
  if (text === "") return { kind: "nothing" };
  if (text.startsWith("/")) return readSlash(text);
  const options = newest?.options ?? [];
  const folded = foldText(text);
  const option =
    options[Number(text) - 1] ?? options.find(({ title }) => foldText(title) === folded);
  if (option !== undefined) return { kind: "act", act: { kind: "choice", choice: option.id } };
  return { kind: "act", act: { kind: "text", text } };
}

function readSlash(text: string): Command {
  const [name = "", ...words] = text.split(/\s+/);
  const rest = words.join(" ");
  switch (name) {
    case "/quit":
    case "/exit":
      return { kind: "quit" };
    case "/help":
      return { kind: "help" };
    case "/tap":
      if (rest !== "") return { kind: "act", act: { kind: "choice", choice: rest } };
      break;
    case "/react":
      if (rest !== "") return { kind: "act", act: { kind: "reaction", emoji: rest } };
      break;
    case "/after": {
      const duration = parseDuration(rest);
      if (duration.kind === "ok") return { kind: "after", durationMs: duration.value };
      return { kind: "say", text: duration.message };
    }
  }
  return { kind: "unknown", name };
}
