import {
  type ChannelOutcome,
  type Clock,
  cutText,
  dayMs,
  errorText,
  type FileReader,
  later,
  type MessageOut,
  type Millis,
  minuteMs,
  type Random,
  type SendError,
} from "sapa/plugin";
import { limitError } from "#plugins/channel-whatsapp-cloud/limits/limit-error.ts";
import type { GraphClient } from "#plugins/channel-whatsapp-cloud/outbound/graph-client.ts";
import { bareMime } from "./bare-mime.ts";
import { checkFile } from "./check-file.ts";
import { type KeptSource, mapSources } from "./map-sources.ts";
import { type UploadReply, uploadFile } from "./upload-file.ts";

/** Meta keeps an upload for 30 days; a day is left for clocks and queues. Source: reference 3.6. */
const keptMs = 29 * dayMs;
/** A file that is refused so soon after its upload is not one that Meta has dropped. */
const freshMs = 5 * minuteMs;
const unreadAfterMs = 10_000;
/** Most uploads that are remembered; the longest unused is forgotten first. */
const maxEntries = 2_000;

interface Entry {
  readonly uploadedAt: Millis;
  readonly expiresAt: Millis;
  readonly reply: Promise<UploadReply>;
}

export interface UploadsDeps {
  readonly client: GraphClient;
  readonly files: FileReader;
  readonly clock: Clock;
  readonly random: Random;
}

/** A message whose files Meta has, or why one of them cannot be had. */
export type Prepared =
  | { readonly kind: "ready"; readonly message: MessageOut; readonly isReused: boolean }
  | { readonly kind: "failed"; readonly outcome: ChannelOutcome };

/**
 * Files of ours that Meta has, by hash and type, each uploaded once. They are remembered in memory
 * alone: after a restart the next message uploads its file again.
 */
export class Uploads {
  readonly #deps: UploadsDeps;
  readonly #entries = new Map<string, Entry>();

  constructor(deps: UploadsDeps) {
    this.#deps = deps;
  }

  /** Puts Meta's ids in the place of the kept files; `isReused`: one of them is an upload of a while ago. */
  async prepare(message: MessageOut, kept: readonly KeptSource[]): Promise<Prepared> {
    const ids = new Map<string, string>();
    let isReused = false;
    for (const source of kept) {
      const known = this.#known(source);
      isReused ||= known !== undefined && known.uploadedAt + freshMs <= this.#deps.clock.now();
      const reply = await (known?.reply ?? this.#upload(source));
      if (reply.kind === "failed") return { kind: "failed", outcome: reply.outcome };
      ids.set(keyOf(source), reply.id);
    }
    const ready = mapSources(message, (source) => {
      const id = "sha256" in source ? ids.get(keyOf(source)) : undefined;
      return id === undefined ? source : { id };
    });
    return { kind: "ready", message: ready, isReused };
  }

  /** Meta no longer has these files: the next message uploads them again. */
  forget(kept: readonly KeptSource[]): void {
    for (const source of kept) this.#entries.delete(keyOf(source));
  }

  #known(source: KeptSource): Entry | undefined {
    const key = keyOf(source);
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#entries.delete(key);
    if (entry.expiresAt <= this.#deps.clock.now()) return undefined;
    this.#entries.set(key, entry);
    return entry;
  }

  /** Two messages with the same file at once share one upload; a failure is not remembered. */
  async #upload(source: KeptSource): Promise<UploadReply> {
    const key = keyOf(source);
    const uploadedAt = this.#deps.clock.now();
    const expiresAt = later(uploadedAt, keptMs);
    const entry = { uploadedAt, expiresAt, reply: this.#read(source) };
    this.#entries.set(key, entry);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > maxEntries && oldest !== undefined) this.#entries.delete(oldest);
    const reply = await entry.reply;
    if (reply.kind === "failed" && this.#entries.get(key) === entry) this.#entries.delete(key);
    return reply;
  }

  async #read(source: KeptSource): Promise<UploadReply> {
    const { client, files, random } = this.#deps;
    try {
      const content = await files.read(source.sha256);
      if (content === undefined) return refused(limitError(`The ${source.kind} is not kept`));
      const excess = checkFile(source, content);
      if (excess !== undefined) return refused(excess);
      return await uploadFile({ client, random }, bareMime(source.mime), content);
    } catch (error) {
      return { kind: "failed", outcome: unreadOutcome(error) };
    }
  }
}

function keyOf({ sha256, mime }: Omit<KeptSource, "kind">): string {
  return `${bareMime(mime)} ${sha256}`;
}

function refused(error: SendError): UploadReply {
  return { kind: "failed", outcome: { kind: "rejected", error, effect: "none" } };
}

/** The disk failed, not the message. */
function unreadOutcome(error: unknown): ChannelOutcome {
  return {
    kind: "retry",
    afterMs: unreadAfterMs,
    error: {
      code: "MEDIA_UNREAD",
      title: cutText(errorText(error), 512),
      meaning: "The file of the message could not be read; nothing was sent.",
      action: "Check the data folder and its disk.",
    },
  };
}
