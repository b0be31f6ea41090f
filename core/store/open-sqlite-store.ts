import type { Database } from "better-sqlite3";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { createIdSource, type IdSource } from "#core/lib/id-source.ts";
import type { ConversationId } from "#core/lib/ids.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { Random } from "#core/model/ports/random.ts";
import type { Records } from "#core/model/ports/records.ts";
import type { Store } from "#core/model/ports/store.ts";
import { Activities } from "./activities.ts";
import { assertKeys } from "./assert-keys.ts";
import { assignKeys } from "./assign-keys.ts";
import { Caches } from "./caches.ts";
import { CampaignSends } from "./campaign-sends.ts";
import { clearJournal } from "./clear-journal.ts";
import type { Codec } from "./codec.ts";
import { borrowDatabase, type DatabaseHome, openDatabaseFile } from "./database-home.ts";
import { DiskGuard } from "./disk-guard.ts";
import { type ErasureList, noErasures } from "./erasure-list.ts";
import { GroupCommit } from "./group-commit.ts";
import { type HeldBack, holdRestored } from "./hold-restored.ts";
import { Inbox } from "./inbox.ts";
import { lastIdMs } from "./last-id.ts";
import { Limits } from "./limits.ts";
import { migrate } from "./migrate.ts";
import { Outbox } from "./outbox.ts";
import { People } from "./people.ts";
import { PlanSends } from "./plan-sends.ts";
import { PlanWriter } from "./plan-writer.ts";
import { Pruner } from "./prune.ts";
import { Receipts } from "./receipts.ts";
import { createRecords } from "./records.ts";
import { replayErasures, setApplied } from "./replay-erasures.ts";
import { assertSameKey } from "./same-key.ts";
import { assertSettings } from "./settings.ts";
import { SqliteStore } from "./sqlite-store.ts";
import { toStoreError } from "./store-error.ts";
import { fillQueues, type StoreQueues } from "./store-queues.ts";
import { prepareTables } from "./store-tables.ts";

export interface SqliteStoreDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly codec: Codec;
  readonly log: Log;
  /** Who was erased, whatever the database says; nobody by default. */
  readonly erasures?: ErasureList;
  /** How long a claim lasts without `touch`, in milliseconds. */
  readonly leaseMs: number;
}

/** A database of this process alone: a file, made if it is not there. */
export interface FilePlace {
  readonly file: string;
  /** Below this nothing more is taken in; none by default. */
  readonly minFreeBytes?: number;
  /** Size of the file given up when the disk is full all the same; none by default. */
  readonly ballastBytes?: number;
  /** Free space of the disk that holds a file; the machine's own by default. */
  readonly freeBytes?: (file: string) => number;
}

/** A database that is open already and stays open: what a test or a simulation crashes stores on. */
export interface OpenPlace {
  readonly database: Database;
}

export interface OpenStore {
  readonly store: Store;
  readonly records: Records;
  /** How many contacts of the erasure list the database still had: it was restored, or a crash came between. */
  readonly erasedAgain: number;
  /** What the line of a backup that was restored had in it, and is not sent. */
  readonly heldBack: HeldBack;
  /**
   * Ends this store as a kill does: what is not committed yet never is, and no promise of it settles
   * any more. The next store on the same place finds what was committed.
   */
  readonly abandon: () => void;
}

/**
 * Opens the embedded store. One process writes a database: a second one gets `STORE_LOCKED`. Throws
 * `STORE_CORRUPT`, `STORE_SCHEMA_NEWER`, `STORE_KEY_WRONG` or `STORE_SETTING_REFUSED` rather than
 * work on what it cannot trust.
 */
export function openSqliteStore(options: SqliteStoreDeps & (FilePlace | OpenPlace)): OpenStore {
  const { clock, log, random } = options;
  if ("database" in options) return build(borrowDatabase(options.database), options, undefined);
  const nonce = Buffer.from(random.bytes(8)).toString("hex");
  const home = openDatabaseFile(options.file, nonce, log);
  try {
    const { file, minFreeBytes = 0, ballastBytes = 0, freeBytes } = options;
    const bounds = { file, minFreeBytes, ballastBytes, clock, log };
    const guard = new DiskGuard(freeBytes === undefined ? bounds : { ...bounds, freeBytes });
    return build(home, options, guard);
  } catch (error) {
    home.abandon();
    throw toStoreError(error);
  }
}

function build(home: DatabaseHome, deps: SqliteStoreDeps, guard: DiskGuard | undefined): OpenStore {
  const { db } = home;
  const { clock, codec, log } = deps;
  migrate(db);
  assertSameKey(db, codec);
  // After a write: the driver changes one of them by itself when it first writes.
  assertSettings(db);

  const caches = new Caches();
  const tables = prepareTables(db, codec, caches);
  const { erasures = noErasures } = deps;
  assertKeys(db, codec, erasures, log);
  const erasedAgain = replayErasures({ db, codec, ...tables, erasures, log });
  const heldBack = holdRestored(db, log);
  assignKeys(db, codec);
  caches.clear();
  const queues = fillQueues(tables, deps.leaseMs);
  const group = new GroupCommit(db, clock, {
    beforeCommit: () => tables.buckets.flush(),
    onEnd(error) {
      inbox.endTransaction();
      if (error === undefined) return;
      caches.clear();
      tables.buckets.revert();
      guard?.onFailure(error);
    },
  });

  const { activities, buckets, conversations, outbox, timers, vendors } = tables;
  const newId = createNewIds(db, deps);
  const sends = new PlanSends({ ...tables, lanes: queues.sends, newId });
  const plans = new PlanWriter(tables, queues.sends, queues.activities, sends);
  const people = new People(tables, caches, newId);
  const { inbox: lanes, activities: queue } = queues;
  const shared = { ...tables, group, codec, clock, log };
  const inbox = new Inbox({ ...shared, lanes, queue, people, plans, guard, newId });
  const receipts = new Receipts(outbox, vendors, conversations);
  const limits = new Limits(db, buckets);
  const pruner = new Pruner([buckets, limits, vendors]);
  const lines = { table: outbox, lanes: queues.sends, receipts };
  const sending = { ...shared, ...lines, inbox, limits, pruner };
  const store = new SqliteStore({
    db,
    group,
    inbox,
    outbox: new Outbox(sending),
    activities: new Activities(activities, queue, group),
    limits,
    vendors,
    pruner,
    nextDueAts: [
      () => lanes.nextAt(),
      () => queues.sends.nextAt(),
      () => queue.nextAt(),
      (from) => timers.nextAt(from),
    ],
    onClose() {
      home.close();
      codec.close();
    },
  });
  const records = createRecords({
    orm: drizzle(db),
    ...shared,
    caches,
    inbox,
    people,
    campaigns: new CampaignSends(outbox, conversations, queues.sends, newId),
    erasures,
    onListed: (count) => setApplied(db, count),
    onErased: (ids) => forget(queues, ids),
    clearJournal: () => clearJournal(db),
  });
  const abandon = () => {
    group.abandon();
    home.abandon();
    codec.close();
  };
  return { store, records, erasedAgain, heldBack, abandon };
}

/** Ids that come after all that the database holds, although the clock may have been set back. */
function createNewIds(db: Database, { clock, random }: SqliteStoreDeps): IdSource {
  const floorMs = lastIdMs(db) + 1;
  return createIdSource(
    () => Math.max(clock.now(), floorMs),
    (count) => random.bytes(count),
  );
}

function forget(queues: StoreQueues, conversations: readonly ConversationId[]): void {
  for (const id of conversations) {
    queues.inbox.forget(id);
    queues.sends.forget(id);
    queues.activities.forget(id);
  }
}
