import { nextPageWords } from "#core/flow/texts.ts";
import { foldText } from "#core/lib/text.ts";
import { type MessageIn, messageText } from "#core/model/message-in.ts";
import type { Option } from "#core/model/message-out.ts";

/**
 * Which option a message takes, as an index: by tapped id; else by title or id, whatever case and
 * accents; else by number; else by the beginning of just one of them. A tap that names no option
 * (a button of an older message) takes nothing by number or beginning.
 */
export function matchOption(
  options: readonly Option[],
  message: MessageIn,
  isPaged: boolean,
): number | "next-page" | undefined {
  if (message.kind === "choice") {
    return indexOf(options, (option) => option.id === message.choice);
  }
  const text = messageText(message).trim().normalize("NFC");
  if (text === "") return undefined;
  const exact = indexOf(options, ({ id, title }) => id === text || title.normalize("NFC") === text);
  if (exact !== undefined) return exact;
  const folded = foldText(text);
  if (folded === "") return undefined;
  const names = options.map(({ id, title }) => [foldText(title), foldText(id)]);
  const same = onlyIndex(names, (name) => name === folded);
  if (same !== undefined) return same;
  if (/^\d{1,4}$/.test(folded)) {
    const index = Number(folded) - 1;
    return index >= 0 && index < options.length ? index : undefined;
  }
  if (isPaged && nextPageWords.includes(folded)) return "next-page";
  return onlyIndex(names, (name) => name.startsWith(folded));
}

function indexOf(options: readonly Option[], test: (option: Option) => boolean) {
  const index = options.findIndex(test);
  return index < 0 ? undefined : index;
}

/** The index whose names pass, if there is just one. */
function onlyIndex(
  names: readonly (readonly string[])[],
  test: (name: string) => boolean,
): number | undefined {
  const found = names.flatMap((each, index) => (each.some(test) ? [index] : []));
  return found.length === 1 ? found[0] : undefined;
}
