import { dayMs, type JsonObject, type Millis } from "sapa/plugin";
import type { GraphError } from "#plugins/channel-whatsapp-cloud/fake/graph-error.ts";
import type { Person } from "#plugins/channel-whatsapp-cloud/fake/person.ts";
import { objectOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";

/** How often one person may be asked for a permission to call. Source: reference 3.3. */
const perDay = 1;
const perWeek = 2;
const weekMs = 7 * dayMs;

/** Refuses a request to call a person that comes too often. Any other message is nothing to it. */
export function checkCallRequest(
  person: Person,
  body: JsonObject,
  now: Millis,
): GraphError | undefined {
  if (!isCallRequest(body)) return undefined;
  const asked = person.callAskedAt.filter((at) => now - at < weekMs);
  const today = asked.filter((at) => now - at < dayMs);
  if (asked.length < perWeek && today.length < perDay) return undefined;
  const details = `A person may be asked ${perDay} time a day and ${perWeek} times a week.`;
  return { code: 138009, details };
}

/** Remembers a request to call a person that was taken. */
export function noteCallRequest(person: Person, body: JsonObject, now: Millis): void {
  if (!isCallRequest(body)) return;
  person.callAskedAt = [...person.callAskedAt.filter((at) => now - at < weekMs), now];
}

function isCallRequest(body: JsonObject): boolean {
  return objectOf(body["interactive"])?.["type"] === "call_permission_request";
}
