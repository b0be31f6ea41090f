import type { JsonObject, Millis } from "sapa/plugin";
import { secondsOf, stampOf } from "#plugins/channel-whatsapp-cloud/fake/graph-exchange.ts";
import type { Person } from "#plugins/channel-whatsapp-cloud/fake/person.ts";
import {
  aboutNumber,
  type Change,
  contactEntry,
  type FakeNumber,
} from "#plugins/channel-whatsapp-cloud/fake/webhook-body.ts";

/** Messages of a person, told to the app that answers, or on `standby` to the one that does not. */
export function peopleChange(number: FakeNumber, person: Person, lists: JsonObject): Change {
  const about = aboutNumber(number);
  return person.owner === "bot"
    ? { field: "messages", value: { ...about, ...lists } }
    : { field: "standby", value: { ...about, standby: lists } };
}

/** What the person wants to get, told to WhatsApp. Source: reference 2.9. */
export function preferenceChange(
  number: FakeNumber,
  person: Person,
  wants: boolean,
  at: Millis,
): Change {
  const value = wants ? "resume" : "stop";
  const contact = contactEntry(person);
  const preference: JsonObject = {
    ...(person.phone === undefined ? {} : { wa_id: person.phone }),
    ...(person.userId === undefined ? {} : { user_id: person.userId }),
    ...(person.parentUserId === undefined ? {} : { parent_user_id: person.parentUserId }),
    detail: `User requested to ${value} marketing messages`,
    category: "marketing_messages",
    value,
    timestamp: secondsOf(at),
  };
  return {
    field: "user_preferences",
    value: { ...aboutNumber(number), contacts: [contact], user_preferences: [preference] },
  };
}

/**
 * One of ours wrote from the WhatsApp Business app; or, where another app answers, that app did.
 * Source: reference 2.9 and 2.10.
 */
export function echoChange(
  number: FakeNumber,
  person: Person,
  text: string,
  wamid: string,
  at: Millis,
): Change {
  const timestamp = stampOf(at);
  const to = {
    ...(person.phone === undefined ? {} : { to: person.phone }),
    ...(person.userId === undefined ? {} : { to_user_id: person.userId }),
  };
  const content = { type: "text", text: { body: text } };
  if (person.owner === "other") {
    const message = { messaging_product: "whatsapp", ...to, ...content };
    return peopleChange(number, person, { message_echoes: [{ id: wamid, timestamp, message }] });
  }
  const echo = { from: number.displayPhoneNumber, ...to, id: wamid, timestamp, ...content };
  return {
    field: "smb_message_echoes",
    value: { ...aboutNumber(number), message_echoes: [echo] },
  };
}

/** Who answers the person from here on. Meta names the person by phone alone. Source: reference 2.10. */
export function handoverChange(
  number: FakeNumber,
  person: Person,
  owner: "bot" | "other",
  at: Millis,
): Change {
  const type = owner === "bot" ? "control_passed" : "control_taken";
  const roles =
    owner === "bot"
      ? { previous_owner_role: "ai_agent", new_owner_role: "customer_service" }
      : { previous_owner_role: "customer_service", new_owner_role: "ai_agent" };
  return {
    field: "messaging_handovers",
    value: {
      messaging_product: "whatsapp",
      ...(person.phone === undefined ? {} : { sender: { phone_number: person.phone } }),
      recipient: {
        phone_number_id: number.phoneNumberId,
        display_phone_number: number.displayPhoneNumber,
      },
      type,
      timestamp: stampOf(at),
      [type]: roles,
    },
  };
}

/** A call that nobody takes: it rings, and ends. Source: reference 2.9 and Meta's calling pages. */
export function callChange(
  number: FakeNumber,
  person: Person,
  id: string,
  event: "connect" | "terminate",
  at: Millis,
): Change {
  const call: JsonObject = {
    id,
    to: number.displayPhoneNumber,
    ...(person.phone === undefined ? {} : { from: person.phone }),
    ...(person.userId === undefined ? {} : { from_user_id: person.userId }),
    event,
    timestamp: stampOf(at),
    direction: "USER_INITIATED",
    ...(event === "connect"
      ? { session: { sdp_type: "offer", sdp: "v=0\r\ns=-\r\nt=0 0\r\n" } }
      : { status: "FAILED" }),
  };
  return {
    field: "calls",
    value: { ...aboutNumber(number), contacts: [contactEntry(person)], calls: [call] },
  };
}
