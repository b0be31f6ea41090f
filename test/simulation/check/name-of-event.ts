import type { StoredEvent } from "#core/model/event.ts";

/** Names an event before and after it has its id. */
export function nameOfEvent({
  occurredAt,
  receivedAt,
  body,
}: Pick<StoredEvent, "occurredAt" | "receivedAt" | "body">): string {
  const what = body.kind === "message" ? body.message.id : JSON.stringify(body);
  return `${occurredAt} ${receivedAt} ${what}`;
}
