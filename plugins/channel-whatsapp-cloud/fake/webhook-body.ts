import type { Json, JsonObject } from "sapa/plugin";
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

/** A whole webhook body of the field `messages`, with the given lists in its value. */
export function messagesWebhook(
  number: FakeNumber,
  lists: { readonly [list: string]: readonly Json[] },
): JsonObject {
  return {
    object: "whatsapp_business_account",
    entry: [
      {
        id: number.messagingAccountId,
        changes: [
          {
            field: "messages",
            value: {
              messaging_product: "whatsapp",
              metadata: {
                display_phone_number: number.displayPhoneNumber,
                phone_number_id: number.phoneNumberId,
              },
              ...lists,
            },
          },
        ],
      },
    ],
  };
}

/** An item of `contacts[]`. Hidden ids are left out, as Meta does, never empty. */
export function contactEntry(person: Person): JsonObject {
  return {
    profile: { name: person.name },
    ...(person.phone === undefined ? {} : { wa_id: person.phone }),
    ...(person.userId === undefined ? {} : { user_id: person.userId }),
  };
}
