import Sqlite from "better-sqlite3";
import { sha256Hex } from "#core/lib/digest.ts";
import { minuteMs } from "#core/lib/millis.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { Random } from "#core/model/ports/random.ts";
import type { StoreStats } from "#core/model/ports/store.ts";
import { createPlainCodec } from "#core/store/codec.ts";
import { createMemoryFiles } from "#core/store/memory-files.ts";
import { type OpenStore, openSqliteStore } from "#core/store/open-sqlite-store.ts";
import { sampleContent, sampleFiles } from "#test/simulation/plan/sample-files.ts";

const leaseMs = minuteMs;
const maxFileBytes = 1_048_576;

/**
 * What outlives a process: one database and the files, in memory. The store of a process that dies is abandoned
 * with its open group of writes; the next store finds what was committed.
 */
export class Disk {
  readonly files = createMemoryFiles(maxFileBytes);
  readonly #database = new Sqlite(":memory:");
  readonly #log: Log;
  #open: OpenStore | undefined;

  constructor(log: Log) {
    this.#log = log;
  }

  open(clock: Clock, random: Random): OpenStore {
    const codec = createPlainCodec(new Uint8Array(32));
    this.#open = openSqliteStore({
      database: this.#database,
      clock,
      random,
      codec,
      log: this.#log,
      leaseMs,
    });
    return this.#open;
  }

  /** Keeps a picture of the owner's, that nobody sent. */
  keepOwn(word: string): { readonly sha256: string; readonly mime: string } {
    const content = sampleContent("photo", word);
    const { mime } = sampleFiles.photo;
    // A file in memory is there at once.
    void this.files.put(content, mime);
    return { sha256: sha256Hex(content), mime };
  }

  /** Ends the store that is open as a killed process does. */
  abandon(): void {
    this.#open?.abandon();
    this.#open = undefined;
  }

  /** Of the store that is open now; throws if none is. */
  stats(): Promise<StoreStats> {
    if (this.#open === undefined) throw new Error("no store is open");
    return this.#open.store.stats();
  }

  remove(): void {
    this.#database.close();
  }
}
