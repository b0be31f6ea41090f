import { BotError, type JsonObject, type NetworkAct } from "sapa/plugin";
import type { Person } from "#plugins/channel-whatsapp-cloud/fake/person.ts";

type MoveAct = Extract<NetworkAct, { readonly kind: "move" }>;

/**
 * The person has another number, or another BSUID alone. `from` is who they were before. Source:
 * reference 2.3, system.
 */
export function systemMessage({ userId, phone }: MoveAct, person: Person): JsonObject {
  if (userId === undefined && phone === undefined) {
    throw new BotError("SIMULATOR_MOVE_NOWHERE", `${person.name} moves to no number and no id`);
  }
  const body =
    phone === undefined
      ? "User identity changed"
      : `User ${person.name} changed from ${person.phone ?? "a hidden number"} to ${phone}`;
  return {
    ...(phone === undefined || person.phone === undefined ? {} : { from: person.phone }),
    type: "system",
    system: {
      type: phone === undefined ? "user_changed_user_id" : "user_changed_number",
      body,
      ...(phone === undefined ? {} : { wa_id: phone }),
      ...(userId === undefined ? {} : { user_id: userId }),
      ...(userId === undefined || person.userId === undefined
        ? {}
        : { previous_user_id: person.userId }),
      ...(person.parentUserId === undefined ? {} : { parent_user_id: person.parentUserId }),
    },
  };
}
