import { type AccountId, outboxId } from "#core/lib/ids.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { NewEvent } from "#core/model/event.ts";
import type { Records, SendOrigin } from "#core/model/ports/records.ts";
import type { AppliedStatus } from "#core/model/ports/store.ts";
import type { Delivery } from "#core/model/status.ts";

/**
 * The receipts that some flow listens to, as events of the conversations that they belong to; one
 * for each message and state. Costs a look at a set where no flow listens. What a receipt's own run
 * sent makes no event: it would answer itself for ever.
 */
export async function hearReceipts(
  statuses: readonly AppliedStatus[],
  deps: {
    /** States that triggers of active flows name. */
    readonly heard: ReadonlySet<Delivery>;
    readonly records: Pick<Records, "sendOrigin">;
    readonly now: Millis;
  },
): Promise<readonly NewEvent[]> {
  const events: NewEvent[] = [];
  for (const status of statuses) {
    if (status.send === undefined || !deps.heard.has(status.status)) continue;
    const origin = await deps.records.sendOrigin(outboxId(status.send.outbox));
    if (origin === undefined || !isHeard(status, origin)) continue;
    events.push(toEvent(status.account, status.send.outbox, status, origin, deps.now));
  }
  return events;
}

function isHeard({ status, send }: AppliedStatus, { attempt, run }: SendOrigin): boolean {
  if (run?.event?.kind === "status") return false;
  // An earlier attempt that failed says nothing of the one that counts.
  return status !== "failed" || send?.attempt === attempt;
}

function toEvent(
  account: AccountId,
  outbox: string,
  { status, at, error }: AppliedStatus,
  { conversation, message }: SendOrigin,
  now: Millis,
): NewEvent {
  const template = message.kind === "template" ? { template: message.name } : {};
  return {
    account,
    conversation,
    dedupeKey: `receipt:${outbox}:${status}`,
    occurredAt: at,
    receivedAt: now,
    body: {
      kind: "status",
      outbox,
      status,
      message: { kind: message.kind, ...template },
      ...(error === undefined ? {} : { error }),
    },
  };
}
