import { BotError, cutText, type Json } from "sapa/plugin";

/** The one reason for which an update is kept as `unparsed`; `reason` names fields, never values. */
export function unreadable(reason: string): BotError {
  return new BotError("WEBHOOK_UNREADABLE", reason);
}

/** The text at `what`; throws `WEBHOOK_UNREADABLE` if it is none, empty or longer than `maxChars`. */
export function needText(value: Json | undefined, what: string, maxChars: number): string {
  const text = typeof value === "number" ? String(value) : value;
  if (typeof text !== "string") throw unreadable(`${what} is missing`);
  if (text === "") throw unreadable(`${what} is empty`);
  if (text.length > maxChars) throw unreadable(`${what} is longer than ${maxChars} characters`);
  return text;
}

/** A text that only describes: cut to `maxChars`, undefined if it is none or empty. */
export function describeText(value: Json | undefined, maxChars: number): string | undefined {
  return typeof value === "string" && value !== "" ? cutText(value, maxChars) : undefined;
}

/** A text that is of no use when cut: undefined if it is none, empty or too long. */
export function wholeText(value: Json | undefined, maxChars: number): string | undefined {
  const text = typeof value === "number" ? String(value) : value;
  return typeof text === "string" && text !== "" && text.length <= maxChars ? text : undefined;
}
