import {
  type AccountId,
  BotError,
  type EventBody,
  errorText,
  type Json,
  type Millis,
  type NewEvent,
  type StatusUpdate,
  sha256Hex,
  type TemplateNews,
} from "sapa/plugin";
import { isDeeperThan, maxJsonDepth } from "./json-bounds.ts";
import { unreadable } from "./unreadable.ts";

/** Deeper nesting is not written out: the writer recurses, and failing costs it seconds. */
const maxWrittenDepth = 1_000;

export interface UpdatesOptions {
  readonly account: AccountId;
  readonly receivedAt: Millis;
  /** True if the body nests deeper than one update may: then each is looked at. */
  readonly isDeep: boolean;
  /** Names the body, for updates that cannot be written out. */
  readonly bodyDigest: () => string;
}

/** Gathers what one webhook held. An update that cannot be read is kept and hurts no other. */
export class Updates {
  readonly events: NewEvent[] = [];
  readonly statuses: StatusUpdate[] = [];
  foreign = 0;
  readonly receivedAt: Millis;
  readonly #options: UpdatesOptions;

  constructor(options: UpdatesOptions) {
    this.#options = options;
    this.receivedAt = options.receivedAt;
  }

  /** Runs `read` for one update; if it is too deep or cannot be read it is kept as `unparsed`. */
  item(update: Json, read: () => void): void {
    this.guard(update, () => {
      if (this.#options.isDeep && isDeeperThan(update, maxJsonDepth)) {
        throw unreadable(`nested deeper than ${maxJsonDepth}`);
      }
      read();
    });
  }

  /** Runs `read` for something that holds updates; whatever it throws, all of it is kept. */
  guard(update: Json, read: () => void): void {
    try {
      read();
    } catch (error) {
      this.unparsed(update, error instanceof BotError ? error.message : errorText(error));
    }
  }

  add(dedupeKey: string, occurredAt: Millis, body: EventBody, raw: string | undefined): void {
    const { account, receivedAt } = this.#options;
    const sender = "sender" in body ? body.sender : undefined;
    this.events.push({
      account,
      dedupeKey,
      occurredAt,
      receivedAt,
      body,
      ...(sender === undefined ? {} : { sender }),
      ...(raw === undefined ? {} : { raw }),
    });
  }

  /** Something for people to see: its key is a digest, so that `identity` must name it for good. */
  account(
    field: string,
    value: Json,
    occurredAt: Millis,
    identity: Json,
    template?: TemplateNews,
  ): void {
    const key = `account:${sha256Hex(JSON.stringify([field, identity]))}`;
    const more = template === undefined ? {} : { template };
    this.add(key, occurredAt, { kind: "account", field, value, ...more }, undefined);
  }

  unparsed(update: Json, reason: string): void {
    const isWritable = !this.#options.isDeep || !isDeeperThan(update, maxWrittenDepth);
    const raw = isWritable ? writeJson(update) : undefined;
    const digest = sha256Hex(raw ?? `${this.#options.bodyDigest()} ${this.events.length}`);
    this.add(`unparsed:${digest}`, this.receivedAt, { kind: "unparsed", reason }, raw);
  }
}

/** JSON text; undefined for nesting that overflows the stack of the writer. */
function writeJson(value: Json): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}
