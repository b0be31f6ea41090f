import { limits } from "#core/flow/limits.ts";
import { BotError, errorText } from "#core/lib/bot-error.ts";
import { type AccountId, type OutboxId, outboxId } from "#core/lib/ids.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { NewEvent } from "#core/model/event.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { Records, SendOrigin } from "#core/model/ports/records.ts";
import type { AppliedStatus } from "#core/model/ports/store.ts";
import type { Delivery } from "#core/model/status.ts";

/**
 * The receipts that some flow listens to, as events of the conversations that they belong to; one
 * for each message and state. Costs a look at a set where no flow listens. What a receipt's own run
 * sent makes no event, and a chain of receipts and events of flows comes to an end: they would answer
 * each other for ever.
 */
export async function hearReceipts(
  statuses: readonly AppliedStatus[],
  deps: {
    /** States that triggers of active flows name. */
    readonly heard: ReadonlySet<Delivery>;
    readonly records: Pick<Records, "sendOrigin">;
    readonly now: Millis;
    readonly log: Log;
  },
): Promise<readonly NewEvent[]> {
  const events: NewEvent[] = [];
  for (const status of statuses) {
    if (status.send === undefined || !deps.heard.has(status.status)) continue;
    const origin = await originOf(outboxId(status.send.outbox), deps);
    if (origin === undefined || !isHeard(status, origin)) continue;
    events.push(toEvent(status.account, status.send.outbox, status, origin, deps.now));
  }
  return events;
}

/** A row that cannot be read silences its own receipt, not the webhook that it came with. */
async function originOf(
  id: OutboxId,
  { log, records }: { readonly log: Log; readonly records: Pick<Records, "sendOrigin"> },
): Promise<SendOrigin | undefined> {
  try {
    return await records.sendOrigin(id);
  } catch (error) {
    if (error instanceof BotError && error.retry === "later") throw error;
    log.error("receipt.origin-unreadable", { message: id, error: errorText(error) });
    return undefined;
  }
}

/** How many receipts and events of flows led to this one. */
function hopsOf({ run }: SendOrigin): number {
  return (run?.event?.hops ?? 0) + 1;
}

function isHeard({ status, send }: AppliedStatus, origin: SendOrigin): boolean {
  const { attempt, run } = origin;
  // Its trigger, for an event that it waited for takes the place of the receipt that began it.
  if (run?.event?.kind === "status" || run?.trigger.startsWith("status") === true) return false;
  if (hopsOf(origin) > limits.eventHops) return false;
  // An earlier attempt that failed says nothing of the one that counts.
  return status !== "failed" || send?.attempt === attempt;
}

function toEvent(
  account: AccountId,
  outbox: string,
  { status, at, error }: AppliedStatus,
  origin: SendOrigin,
  now: Millis,
): NewEvent {
  const { conversation, message } = origin;
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
      hops: hopsOf(origin),
      ...(error === undefined ? {} : { error }),
    },
  };
}
