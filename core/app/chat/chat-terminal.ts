/** Where a chat is read: lines, and a prompt that stays at the bottom while somebody types. */
export interface ChatTerminal {
  print(text: string): void;
  /** Shows the prompt; what is printed from here on goes above it. */
  ask(): void;
  /** The line was typed, or nothing more is asked for. */
  hear(line: string): void;
}

const prompt = "> ";
/** Back to the line's start and clears it, for a message that comes while somebody types. */
const clearLine = "\r\u001b[K";

/** `isTerminal` false is a pipe: no prompt, and what was typed is shown among the answers. */
export function createChatTerminal(
  write: (text: string) => void,
  isTerminal: boolean,
): ChatTerminal {
  let isAsking = false;
  return {
    print(text) {
      write(isAsking ? `${clearLine}${text}\n${prompt}` : `${text}\n`);
    },
    ask() {
      isAsking = isTerminal;
      if (isTerminal) write(prompt);
    },
    hear(line) {
      isAsking = false;
      if (!isTerminal) write(`${prompt}${line}\n`);
    },
  };
}
