import type { Names, Value } from "#core/flow/expression/value.ts";
import type { PersonalFact } from "#core/flow/personal-facts.ts";
import type { Json } from "#core/lib/json.ts";
import { type Millis, minuteMs } from "#core/lib/millis.ts";
import type { Contact } from "#core/model/contact.ts";
import type { Facts } from "#core/model/facts.ts";
import type { Happening } from "#core/model/happening.ts";
import { type MessageIn, messageText } from "#core/model/message-in.ts";
import { countryOf } from "./country-of.ts";
import { messageParts } from "./message-values.ts";

/** Separates account and slot in the profile key of a slot kept for one conversation. */
export const conversationMark = "/";

/**
 * The values of the names that every expression may read; their types are in `fact-types.ts`. What
 * the flow does not say that it `reads` is not there at all.
 */
export function factNames(
  facts: Facts,
  contact: Contact,
  granted: Readonly<Record<string, boolean>>,
  message: MessageIn | undefined,
  event: Happening | undefined,
  reads: readonly PersonalFact[],
): Names {
  return {
    contact: { ...contactValue(contact, granted), ...personalValues(contact, reads) },
    message: messageValue(message),
    event: event === undefined ? noEvent : { name: event.name, data: event.data },
    now: facts.now,
    today: todayIn(facts.timeZone, facts.now),
    window: {
      open: facts.windowUntilAt !== undefined && facts.windowUntilAt > facts.now,
      closes_at: facts.windowUntilAt ?? null,
    },
    hours: { open: facts.hours.open },
    bot: { name: facts.bot.name },
    channel: { kind: facts.channel.kind },
    env: facts.env,
  };
}

/** Purposes that are granted, by name. */
export function grantedOf({ consent }: Facts): Readonly<Record<string, boolean>> {
  const entries = Object.entries(consent);
  return Object.fromEntries(entries.map(([purpose, { isGranted }]) => [purpose, isGranted]));
}

/** A number as a slot of the type `phone` holds it: `+62812…`. */
function personalValues(contact: Contact, reads: readonly PersonalFact[]): Names {
  if (!reads.includes("phone")) return {};
  const phone = contact.addresses.find(({ kind }) => kind === "phone")?.value;
  return { phone: phone === undefined ? null : `+${phone}` };
}

function contactValue(contact: Contact, granted: Readonly<Record<string, boolean>>): Names {
  const profile: Record<string, Json> = {};
  for (const [key, value] of Object.entries(contact.profile)) {
    if (!key.includes(conversationMark)) profile[key] = value;
  }
  return {
    id: contact.id,
    name: contact.name ?? "",
    language: contact.language ?? null,
    country: countryOf(contact) ?? null,
    tags: contact.tags,
    consent: granted,
    profile,
  };
}

function messageValue(message: MessageIn | undefined): Value {
  if (message === undefined) return emptyMessage;
  return {
    ...emptyMessage,
    kind: message.kind,
    text: messageText(message),
    choice: message.kind === "choice" ? message.choice : null,
    reply_to: message.replyTo ?? null,
    ...messageParts(message),
  };
}

const emptyMessage = {
  kind: null,
  text: "",
  choice: null,
  reply_to: null,
  ...messageParts(undefined),
};

const noEvent = { name: null, data: {} };

/** No time zone's day begins anywhere but at a quarter of an hour. */
const quarterMs = 15 * minuteMs;

/** The day that was asked for last: calendars are dear, and every message asks. */
let lastDay = { timeZone: "", quarter: -1, day: "" };

/** The calendar day at a moment, as `2026-12-01`; UTC if the time zone is unknown. */
function todayIn(timeZone: string, at: Millis): string {
  const quarter = Math.floor(at / quarterMs);
  if (lastDay.timeZone !== timeZone || lastDay.quarter !== quarter) {
    lastDay = { timeZone, quarter, day: dayIn(timeZone, at) };
  }
  return lastDay.day;
}

function dayIn(timeZone: string, at: Millis): string {
  const instant = Temporal.Instant.fromEpochMilliseconds(at);
  try {
    return instant.toZonedDateTimeISO(timeZone).toPlainDate().toString();
  } catch {
    return instant.toZonedDateTimeISO("UTC").toPlainDate().toString();
  }
}
