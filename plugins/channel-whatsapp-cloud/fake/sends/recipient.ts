import type { JsonObject } from "sapa/plugin";
import { invalid } from "#plugins/channel-whatsapp-cloud/fake/checks/check-parts.ts";
import type { GraphError } from "#plugins/channel-whatsapp-cloud/fake/graph-error.ts";
import type { People } from "#plugins/channel-whatsapp-cloud/fake/people.ts";
import type { Person } from "#plugins/channel-whatsapp-cloud/fake/person.ts";
import { fakeNumber } from "#plugins/channel-whatsapp-cloud/fake/webhook-body.ts";
import { textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";

/** The country code that Meta puts before a number without `+`: the business number's own. */
const ownCountryCode = "62";

export type Recipient =
  | {
      readonly kind: "found";
      readonly person: Person;
      /** The address as it was posted. */
      readonly input: string;
      readonly isPhone: boolean;
    }
  | { readonly kind: "refused"; readonly error: GraphError };

/**
 * Whom a message is for: `to`, else `recipient`; if both are there `to` wins. Every phone number is
 * taken to be on WhatsApp; a BSUID must be one that the fake has met. Groups are for accounts that
 * Meta has made eligible, which this one is not. Source: reference 2.5 and 3.1.
 */
export function findRecipient(people: People, body: JsonObject): Recipient {
  const type = body["recipient_type"] ?? "individual";
  if (type === "group") {
    return refuse({ code: 131215, details: "This phone number is not eligible for groups." });
  }
  if (type !== "individual") return refuse(invalid("recipient_type must be individual or group"));
  const to = textOf(body["to"]);
  const recipient = textOf(body["recipient"]);
  if (to !== undefined) return findByPhone(people, to);
  if (recipient === undefined) {
    return refuse({ code: 100, details: "The parameter to is required." });
  }
  const person = people.find({ userId: recipient });
  if (person !== undefined) return { kind: "found", person, input: recipient, isPhone: false };
  return refuse({ code: 131026, details: "Message Undeliverable." });
}

/** The person that a phone number reaches, in any of the ways in which it may be written. */
export function findByPhone(people: People, to: string): Recipient {
  const digits = to.replace(/[\s()+-]/g, "");
  if (!/^\d{5,20}$/.test(digits)) return refuse(invalid("Recipient phone number not valid"));
  if (digits === fakeNumber.displayPhoneNumber) {
    return refuse({ code: 131021, details: "Recipient cannot be sender." });
  }
  const isWhole = to.trim().startsWith("+");
  const known = people.find({ phone: digits });
  // Without the plus Meta may reach a stranger; it reaches a person that it knows by these digits.
  const phone = isWhole || known !== undefined ? digits : `${ownCountryCode}${digits}`;
  const person = known ?? people.find({ phone }) ?? people.meet({ name: phone, phone });
  return { kind: "found", person, input: to, isPhone: true };
}

function refuse(error: GraphError): Recipient {
  return { kind: "refused", error };
}
