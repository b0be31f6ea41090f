import type { Contact } from "#core/model/contact.ts";
import type { StoredEvent } from "#core/model/event.ts";
import { messageText } from "#core/model/message-in.ts";
import type { Send } from "#core/model/send.ts";

/** Shorter words stand in every text, and would blacken it. */
const leastChars = 3;
const hidden = "[hidden]";

/**
 * A text without the words given: every text in them, at any depth, as it is and as JSON quotes it. An error may
 * quote what it was about, and a line of the log holds nothing that a person wrote or is called by.
 */
export function hideWords(text: string, words: unknown): string {
  const found = new Set<string>();
  gather(words, found);
  let cleaned = text;
  // The longest first: what a shorter one leaves of it could be read.
  for (const word of [...found].toSorted((a, b) => b.length - a.length)) {
    if (cleaned.includes(word)) cleaned = cleaned.replaceAll(word, hidden);
  }
  return cleaned;
}

function gather(value: unknown, found: Set<string>): void {
  if (typeof value === "string") {
    const word = value.trim();
    if (word.length < leastChars) return;
    found.add(word);
    found.add(JSON.stringify(word).slice(1, -1));
    return;
  }
  if (typeof value !== "object" || value === null) return;
  for (const item of Object.values(value)) gather(item, found);
}

/** What a turn knows of its person: who they are, what is remembered of them, and what came in. */
export function wordsOfTurn(
  { name, username, addresses, profile }: Contact,
  events: readonly StoredEvent[],
): unknown {
  const heard = events.map(({ body }) => {
    if (body.kind === "message") return [messageText(body.message), body.sender.name];
    if (body.kind === "signal") return body.data;
    return body.kind === "result" && body.outcome.kind === "done" ? body.outcome.value : undefined;
  });
  return [name, username, addresses.map(({ value }) => value), profile, heard];
}

/** What a message to a person says, and where it goes. */
export function wordsOfSend({ to, message }: Pick<Send, "to" | "message">): unknown {
  const { kind: _kind, ...parts } = message;
  return [parts, to.map(({ value }) => value)];
}
