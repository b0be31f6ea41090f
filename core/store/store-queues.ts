import { accountId, conversationId } from "#core/lib/ids.ts";
import { ActivityQueue } from "./activity-queue.ts";
import { InboxLanes } from "./inbox-lanes.ts";
import { toOpenSend } from "./outbox-table.ts";
import { SendLanes } from "./send-lanes.ts";
import type { StoreTables } from "./store-tables.ts";

/** What is open, in memory: who is next, and who holds what. */
export interface StoreQueues {
  readonly inbox: InboxLanes;
  readonly sends: SendLanes;
  readonly activities: ActivityQueue;
}

/** Fills the queues from the rows that are open; costs what is open, not what is stored. */
export function fillQueues(tables: StoreTables, leaseMs: number): StoreQueues {
  const inbox = new InboxLanes(leaseMs);
  const sends = new SendLanes(leaseMs);
  const activities = new ActivityQueue(leaseMs);
  for (const { conversation, event, retryAt } of tables.events.pending()) {
    inbox.add(conversation, event, retryAt);
  }
  for (const row of tables.outbox.open()) {
    sends.add(conversationId(row.conversation), accountId(row.account), toOpenSend(row));
  }
  for (const activity of tables.activities.open()) activities.add(activity);
  return { inbox, sends, activities };
}
