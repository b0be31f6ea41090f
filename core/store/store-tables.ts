import type { Database } from "better-sqlite3";
import { ActivityTable } from "./activity-table.ts";
import { BucketTable } from "./bucket-table.ts";
import type { Caches } from "./caches.ts";
import type { Codec, KeyOf } from "./codec.ts";
import { ConsentTable } from "./consent-table.ts";
import { ContactTable } from "./contact-table.ts";
import { ConversationTable } from "./conversation-table.ts";
import { EventTable } from "./event-table.ts";
import { HistoryTable } from "./history-table.ts";
import { OpenErasures } from "./open-erasures.ts";
import { OpsTable } from "./ops-table.ts";
import { OutboxTable } from "./outbox-table.ts";
import { RunTable } from "./run-table.ts";
import { TimerTable } from "./timer-table.ts";
import { VendorTable } from "./vendor-table.ts";

/** Every table of the hot path, its statements prepared for the life of the store. */
export interface StoreTables {
  readonly activities: ActivityTable;
  readonly buckets: BucketTable;
  readonly consents: ConsentTable;
  readonly contacts: ContactTable;
  readonly conversations: ConversationTable;
  readonly events: EventTable;
  readonly history: HistoryTable;
  readonly openErasures: OpenErasures;
  readonly ops: OpsTable;
  readonly outbox: OutboxTable;
  readonly runs: RunTable;
  readonly timers: TimerTable;
  readonly vendors: VendorTable;
}

export function prepareTables(db: Database, codec: Codec, caches: Caches): StoreTables {
  const contacts = new ContactTable(db, codec, caches);
  const conversations = new ConversationTable(db, caches);
  const keyOf: KeyOf = (conversation) => conversations.keyOf(conversation);
  return {
    activities: new ActivityTable(db, codec, keyOf),
    buckets: new BucketTable(db, caches, conversations),
    consents: new ConsentTable(db, codec, contacts),
    contacts,
    conversations,
    events: new EventTable(db, codec, keyOf),
    history: new HistoryTable(db, codec, keyOf),
    openErasures: new OpenErasures(db, codec),
    ops: new OpsTable(db, codec),
    outbox: new OutboxTable(db, codec, keyOf),
    runs: new RunTable(db, codec, keyOf, caches),
    timers: new TimerTable(db),
    vendors: new VendorTable(db, codec, keyOf),
  };
}
