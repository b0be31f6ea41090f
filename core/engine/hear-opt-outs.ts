import { outboxId } from "#core/lib/ids.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { NewEvent } from "#core/model/event.ts";
import type { Records } from "#core/model/ports/records.ts";
import type { AppliedStatus } from "#core/model/ports/store.ts";
import type { Send } from "#core/model/send.ts";

/** What the network calls what the person told it to stop. Source: Cloud API, `user_preferences`. */
export const marketingCategory = "marketing_messages";

/** A refusal that says that the person has stopped marketing, as an event of their conversation. */
export function optOutOf(
  { account, conversation, id }: Pick<Send, "account" | "conversation" | "id">,
  at: Millis,
): NewEvent {
  return {
    account,
    conversation,
    dedupeKey: `opt-out:${id}`,
    occurredAt: at,
    receivedAt: at,
    body: { kind: "preference", category: marketingCategory, wants: false },
  };
}

/** The same for refusals that receipts tell of; undefined where none does, which is nearly always. */
export function hearOptOuts(
  statuses: readonly AppliedStatus[],
  records: Pick<Records, "sendOrigin">,
  now: Millis,
): Promise<readonly NewEvent[]> | undefined {
  const told = statuses.filter(({ effect }) => effect === "marketing-stopped");
  return told.length === 0 ? undefined : find(told, records, now);
}

async function find(
  statuses: readonly AppliedStatus[],
  records: Pick<Records, "sendOrigin">,
  now: Millis,
): Promise<readonly NewEvent[]> {
  const events: NewEvent[] = [];
  for (const { account, send } of statuses) {
    if (send === undefined) continue;
    const id = outboxId(send.outbox);
    const origin = await records.sendOrigin(id);
    if (origin !== undefined) events.push(optOutOf({ account, id, ...origin }, now));
  }
  return events;
}
