import type { Json, JsonObject, Millis } from "sapa/plugin";
import { secondsOf } from "./graph-exchange.ts";
import type { Person } from "./person.ts";

/** The business side of the fake: fixed and obvious. */
export interface FakeNumber {
  readonly messagingAccountId: string;
  readonly phoneNumberId: string;
  readonly displayPhoneNumber: string;
  readonly verifiedName: string;
}

export const fakeNumber: FakeNumber = {
  messagingAccountId: "100000000000001",
  phoneNumberId: "200000000000002",
  displayPhoneNumber: "6281100000001",
  verifiedName: "Simulator",
};

/** One item of `changes[]`: what is told under which subscription. */
export interface Change {
  readonly field: string;
  readonly value: JsonObject;
}

/** The address of our number, as it stands in the value of every change about it. */
export function aboutNumber(number: FakeNumber): JsonObject {
  return {
    messaging_product: "whatsapp",
    metadata: {
      display_phone_number: number.displayPhoneNumber,
      phone_number_id: number.phoneNumberId,
    },
  };
}

/** A change of the field `messages`, with the given lists in its value. */
export function messagesChange(number: FakeNumber, lists: JsonObject): Change {
  return { field: "messages", value: { ...aboutNumber(number), ...lists } };
}

/**
 * An item of `entry[]`. Only the fields beside `messages` tell when Meta noticed. Source: reference
 * 1.4.
 */
export function webhookEntry(
  number: FakeNumber,
  changes: readonly Change[],
  at: Millis | undefined,
): JsonObject {
  const isTimed = at !== undefined && changes.some(({ field }) => field !== "messages");
  return {
    id: number.messagingAccountId,
    ...(isTimed ? { time: secondsOf(at) } : {}),
    changes: changes.map(({ field, value }) => ({ field, value })),
  };
}

/** A whole webhook body. */
export function webhookBody(entries: readonly JsonObject[]): JsonObject {
  return { object: "whatsapp_business_account", entry: entries };
}

/** A whole webhook body of the field `messages`, with the given lists in its value. */
export function messagesWebhook(
  number: FakeNumber,
  lists: { readonly [list: string]: readonly Json[] },
): JsonObject {
  return webhookBody([webhookEntry(number, [messagesChange(number, lists)], undefined)]);
}

/** An item of `contacts[]`. Hidden ids are left out, as Meta does, never empty. */
export function contactEntry(person: Person, hasUsername = true): JsonObject {
  const { username } = person;
  return {
    profile: {
      name: person.name,
      ...(hasUsername && username !== undefined ? { username } : {}),
    },
    ...(person.phone === undefined ? {} : { wa_id: person.phone }),
    ...(person.userId === undefined ? {} : { user_id: person.userId }),
    ...(person.parentUserId === undefined ? {} : { parent_user_id: person.parentUserId }),
  };
}
