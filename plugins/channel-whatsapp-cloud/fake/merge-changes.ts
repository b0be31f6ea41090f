import type { Json, JsonObject, Millis } from "sapa/plugin";
import { listOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import {
  type Change,
  type FakeNumber,
  messagesChange,
  webhookBody,
  webhookEntry,
} from "./webhook-body.ts";

/** The ways in which Meta puts several updates into one POST. Source: reference 1.5. */
export type Packing = "entries" | "changes" | "lists";

/** One webhook of several changes, in their order. */
export function mergeChanges(
  number: FakeNumber,
  changes: readonly Change[],
  packing: Packing,
  at: Millis,
): JsonObject {
  if (packing === "entries") {
    return webhookBody(changes.map((change) => webhookEntry(number, [change], at)));
  }
  const packed = packing === "lists" ? joinLists(number, changes) : changes;
  return webhookBody([webhookEntry(number, packed, at)]);
}

const lists = ["contacts", "messages", "statuses", "errors", "user_actions"] as const;

/** All changes of the field `messages` as one, with one entry for each person. */
function joinLists(number: FakeNumber, changes: readonly Change[]): readonly Change[] {
  const joined = changes.filter(({ field }) => field === "messages");
  if (joined.length < 2) return changes;
  const others = changes.filter(({ field }) => field !== "messages");
  const value = Object.fromEntries(
    lists.flatMap((list): readonly (readonly [string, readonly Json[]])[] => {
      const items = joined.flatMap((change) => listOf(change.value[list]));
      if (items.length === 0) return [];
      return [[list, list === "contacts" ? withoutRepeats(items) : items]];
    }),
  );
  return [messagesChange(number, value), ...others];
}

function withoutRepeats(items: readonly Json[]): readonly Json[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
