/** A line for a terminal: what could move the cursor or change colours becomes a harmless sign. */
export function printable(line: string): string {
  return line.replace(/[\p{Cc}\p{Cf}]/gu, (sign) => (harmless.has(sign) ? sign : "�"));
}

/** Tabs, and what holds an emoji or an Arabic word together. */
const harmless = new Set(["\t", "\u200c", "\u200d"]);
