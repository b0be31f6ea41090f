import type { LogEntry, LogLevel } from "./create-log.ts";

/** A line for machines: `{"at":"2026-11-22T18:34:05.123Z","level":"info","event":"outbox.sent",…}`. */
export function formatJson(entry: LogEntry): string {
  const base = { at: new Date(entry.at).toISOString(), level: entry.level, event: entry.event };
  // First for their place in the line, last so that no field can pose as one of them.
  return JSON.stringify({ ...base, ...entry.fields, ...base });
}

const colours: Readonly<Record<LogLevel, string>> = {
  debug: "\u001b[2m",
  info: "\u001b[36m",
  warn: "\u001b[33m",
  error: "\u001b[31m",
};

/** A line for a person at a terminal: `18:34:05 warn  outbox.retried account=whatsapp ms=12`. */
export function formatPretty(entry: LogEntry): string {
  const time = new Date(entry.at).toISOString().slice(11, 19);
  const fields = Object.entries(entry.fields)
    .map(([name, value]) => ` \u001b[2m${name}=\u001b[0m${quoted(value)}`)
    .join("");
  return `\u001b[2m${time}\u001b[0m ${colours[entry.level]}${entry.level.padEnd(5)}\u001b[0m ${entry.event}${fields}`;
}

/** A text that came from elsewhere must not move the cursor or start a line of its own. */
function quoted(value: string | number | boolean): string {
  const text = String(value);
  return /^[\w.:/@+\-[\]]*$/.test(text) ? text : JSON.stringify(text);
}
