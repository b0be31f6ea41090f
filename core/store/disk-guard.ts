import { closeSync, fsyncSync, openSync, rmSync, statfsSync, statSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { type BotError, errorText } from "#core/lib/bot-error.ts";
import { later, type Millis, secondMs, toMillis } from "#core/lib/millis.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Log } from "#core/model/ports/log.ts";
import { sqliteCode, unavailable } from "./store-error.ts";

export interface DiskGuardOptions {
  /** The database's file. */
  readonly file: string;
  /** Below this nothing more is taken in. */
  readonly minFreeBytes: number;
  /** Size of the file that is given up when the disk is full all the same; 0: none. */
  readonly ballastBytes: number;
  /** Free space of the disk that holds `file`; tells the machine's own by default. */
  readonly freeBytes?: (file: string) => number;
  readonly clock: Clock;
  readonly log: Log;
}

const chunk = new Uint8Array(1_048_576);

/**
 * Keeps the data disk from filling up: what comes in is refused while there is still room to finish
 * what is in hand. If others fill the disk, the ballast beside the database goes: a full disk
 * refuses checkpoints and deletes too. The guard opens again when there is room for the ballast.
 *
 *     open ──free < min──► shut ──free ≥ min──► open
 *       └──disk full: ballast removed──► shut ──free ≥ min + ballast: ballast written──► open
 */
export class DiskGuard {
  readonly #options: DiskGuardOptions;
  readonly #ballast: string;
  #checkAt: Millis = toMillis(0);
  #isShut = false;
  #hasBallast = false;

  constructor(options: DiskGuardOptions) {
    this.#options = options;
    this.#ballast = `${options.file}.ballast`;
    this.#hasBallast = sizeOf(this.#ballast) >= options.ballastBytes;
    this.#check();
  }

  /** `STORE_UNAVAILABLE` while the disk is too full; looks at it once a second at most. */
  refusal(): BotError | undefined {
    const now = this.#options.clock.now();
    // A clock that was set back must not stop the looking.
    if (now >= this.#checkAt || this.#checkAt - now > secondMs) this.#check();
    return this.#isShut ? unavailable("the data disk is almost full") : undefined;
  }

  /** Hears why a transaction failed. */
  onFailure(error: unknown): void {
    if (sqliteCode(error) !== "SQLITE_FULL") return;
    this.#isShut = true;
    this.#checkAt = later(this.#options.clock.now(), secondMs);
    if (!this.#hasBallast || this.#options.ballastBytes === 0) return;
    rmSync(this.#ballast, { force: true });
    this.#hasBallast = false;
    this.#options.log.error("store.disk-full", { ballastBytes: this.#options.ballastBytes });
  }

  #check(): void {
    const { ballastBytes, clock, file, log, minFreeBytes } = this.#options;
    this.#checkAt = later(clock.now(), secondMs);
    const freeBytes = (this.#options.freeBytes ?? freeBytesOf)(file);
    const wantedBytes = minFreeBytes + (this.#hasBallast ? 0 : ballastBytes);
    const isShut = freeBytes < wantedBytes || (!this.#hasBallast && !this.#writeBallast());
    if (isShut !== this.#isShut) {
      if (isShut) log.error("store.shut", { freeBytes, wantedBytes });
      else log.info("store.opened", { freeBytes });
    }
    this.#isShut = isShut;
  }

  /** Writes real blocks: a file with a hole would keep nothing free. */
  #writeBallast(): boolean {
    const { ballastBytes, log } = this.#options;
    try {
      const handle = openSync(this.#ballast, "w", 0o600);
      try {
        for (let left = ballastBytes; left > 0; ) {
          left -= writeSync(handle, chunk, 0, Math.min(left, chunk.length));
        }
        fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
      this.#hasBallast = true;
    } catch (error) {
      rmSync(this.#ballast, { force: true });
      log.warn("store.ballast-failed", { error: errorText(error) });
    }
    return this.#hasBallast;
  }
}

function freeBytesOf(file: string): number {
  const { bavail, bsize } = statfsSync(dirname(file));
  return bavail * bsize;
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
