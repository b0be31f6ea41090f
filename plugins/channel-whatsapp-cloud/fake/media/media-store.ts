import { createHash } from "node:crypto";
import { type Clock, dayMs, hmacHex, later, type Millis, minuteMs } from "sapa/plugin";
import { secondsOf } from "#plugins/channel-whatsapp-cloud/fake/graph-exchange.ts";

/** How long files are kept and their addresses hold. Source: Meta's media page, reference 3.6. */
const uploadLifeMs = 30 * dayMs;
const inboundLifeMs = 7 * dayMs;
const urlLifeMs = 5 * minuteMs;

/** Greatest number of files that are kept, however small. */
const maxFiles = 10_000;

const urlKey = "simulator-media";

export interface StoredFile {
  readonly id: string;
  readonly mime: string;
  readonly content: Uint8Array;
  /** SHA-256 of the content as hex. */
  readonly sha256: string;
  readonly untilAt: Millis;
}

export interface MediaStoreOptions {
  readonly clock: Clock;
  /** Greatest sum of bytes; beyond it the oldest files are lost before their time. */
  readonly keepBytes: number;
}

/**
 * The files of the number: what people sent for seven days, what was uploaded for thirty. A file is
 * fetched by an address that holds for five minutes.
 */
export class MediaStore {
  readonly #files = new Map<string, StoredFile>();
  readonly #options: MediaStoreOptions;
  #count = 0;
  #bytes = 0;

  constructor(options: MediaStoreOptions) {
    this.#options = options;
  }

  /** Keeps a file that a person sent. */
  keepInbound(content: Uint8Array, mime: string): StoredFile {
    return this.#keep(content, mime, inboundLifeMs);
  }

  /** Keeps a file that was uploaded. */
  keepUpload(content: Uint8Array, mime: string): StoredFile {
    return this.#keep(content, mime, uploadLifeMs);
  }

  /** The file, or undefined if it was never there, was deleted or has expired. */
  find(id: string): StoredFile | undefined {
    const file = this.#files.get(id);
    if (file === undefined || this.#options.clock.now() < file.untilAt) return file;
    this.remove(id);
    return undefined;
  }

  /** True if there was such a file. */
  remove(id: string): boolean {
    const file = this.#files.get(id);
    if (file === undefined) return false;
    this.#files.delete(id);
    this.#bytes -= file.content.length;
    return true;
  }

  /** Where the file can be fetched for the next five minutes. */
  address({ id }: StoredFile, origin: string): string {
    const expiry = String(secondsOf(later(this.#options.clock.now(), urlLifeMs)));
    const hash = addressHash(id, expiry);
    return `${origin}/whatsapp_business/attachments/?mid=${id}&ext=${expiry}&hash=${hash}`;
  }

  /** The file that an address of ours names; undefined for a forged or expired one. */
  open(query: URLSearchParams): StoredFile | undefined {
    const id = query.get("mid") ?? "";
    const expiry = query.get("ext") ?? "";
    if (query.get("hash") !== addressHash(id, expiry)) return undefined;
    return secondsOf(this.#options.clock.now()) < Number(expiry) ? this.find(id) : undefined;
  }

  #keep(content: Uint8Array, mime: string, lifeMs: number): StoredFile {
    this.#count += 1;
    const file: StoredFile = {
      id: `9${String(this.#count).padStart(14, "0")}`,
      mime,
      // A copy: whoever handed it in may write over it.
      content: Uint8Array.from(content),
      sha256: createHash("sha256").update(content).digest("hex"),
      untilAt: later(this.#options.clock.now(), lifeMs),
    };
    this.#files.set(file.id, file);
    this.#bytes += content.length;
    this.#dropOldest(file.id);
    return file;
  }

  #dropOldest(newest: string): void {
    for (const id of this.#files.keys()) {
      const isWithin = this.#bytes <= this.#options.keepBytes && this.#files.size <= maxFiles;
      if (isWithin || id === newest) return;
      this.remove(id);
    }
  }
}

function addressHash(id: string, expiry: string): string {
  return hmacHex(urlKey, `${id} ${expiry}`).slice(0, 32);
}
