import type { AccountId } from "#core/lib/ids.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { Capabilities } from "#core/model/capabilities.ts";
import type { NewEvent } from "#core/model/event.ts";
import type { Address } from "#core/model/identity.ts";
import type { MediaRef } from "#core/model/message-in.ts";
import type { MessageOut } from "#core/model/message-out.ts";
import type { RejectionEffect, SendError, StatusUpdate } from "#core/model/status.ts";
import type { ChannelTemplates } from "./channel-templates.ts";

/** A webhook as it arrived: header names in lower case, the body's bytes untouched. */
export interface WebhookRequest {
  readonly method: "GET" | "POST";
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly receivedAt: Millis;
}

/**
 * What a webhook was. `refused` is answered with its status and nothing is kept. `foreign` is well
 * signed and not ours: answered 200, logged once, nothing kept. `updates` must be durable before
 * the 200.
 */
export type WebhookReading =
  | { readonly kind: "handshake"; readonly text: string }
  | { readonly kind: "refused"; readonly status: 400 | 401 | 403; readonly reason: string }
  | { readonly kind: "foreign"; readonly reason: string }
  | {
      readonly kind: "updates";
      readonly events: readonly NewEvent[];
      readonly statuses: readonly StatusUpdate[];
      /** How many updates were for somebody else; logged. */
      readonly foreign: number;
    };

/** One message on its way out; `callback` comes back with its statuses. */
export interface ChannelSend {
  readonly to: readonly Address[];
  readonly message: MessageOut;
  readonly callback: string;
}

/**
 * How a send ended. `retry`: certainly not taken, the same again after `afterMs`. `rejected`:
 * certainly not taken, and never will be. `paused`: certainly not taken, and the whole account
 * cannot send until its owner mends something. `unknown`: it may have been taken.
 */
export type ChannelOutcome =
  | { readonly kind: "accepted"; readonly vendorId: string }
  | { readonly kind: "retry"; readonly afterMs: number; readonly error: SendError }
  | { readonly kind: "rejected"; readonly error: SendError; readonly effect: RejectionEffect }
  | { readonly kind: "paused"; readonly error: SendError }
  | { readonly kind: "unknown"; readonly error: SendError };

/**
 * How fetching a file ended. `gone`: the network no longer has it. `refused`: too large, of another
 * kind than it says, or from an address that is not the network's; `reason` is for the owner.
 * `failed`: it may work later.
 */
export type MediaFetch =
  | { readonly kind: "file"; readonly content: Uint8Array; readonly mime: string }
  | { readonly kind: "gone"; readonly reason: string }
  | { readonly kind: "refused"; readonly reason: "too-large" | "wrong-type" | "foreign-address" }
  | { readonly kind: "failed"; readonly reason: string };

/** What messages cost on a network, in micro-USD. */
export interface ChannelPrices {
  /** Whose prices these are, and of when; absent: nobody needs to know. */
  readonly card?: { readonly asOf: string; readonly source: string };
  /** The most that a message can come to, before it goes; 0: it is free. */
  most(send: Pick<ChannelSend, "to" | "message">): number;
  /** What a message came to by what a receipt tells; undefined: it does not tell. */
  told(status: StatusUpdate): number | undefined;
}

/** What a network shows of an account to its owner, beside whether it works. */
export interface ChannelAbout {
  /** A few words each, such as `Kopi Senja` and `quality GREEN`. */
  readonly facts: readonly string[];
  /** What the owner should look at, and what to do. */
  readonly worries: readonly { readonly meaning: string; readonly action: string }[];
  /** Where the network brings updates; empty: it does not say. */
  readonly webhooks: readonly string[];
}

/** One account on a network. Stateless: everything durable is the store's. */
export interface Channel {
  readonly account: AccountId;
  /** The network's name, as flows see it in `channel.kind`; also the scope of its addresses. */
  readonly kind: string;
  readonly capabilities: Capabilities;
  /** Absent: messages cost nothing, and no budget is asked. */
  readonly prices?: ChannelPrices;
  /** Verifies and reads a webhook, synchronously; never throws for what came in. */
  receive(request: WebhookRequest): WebhookReading;
  /**
   * Brings a message's files to the network, so that `send` is one short POST: what takes long comes
   * before the last decision whether the message may leave. Undefined: ready, or nothing to bring;
   * else what the attempt ends with, nothing sent. Absent: the network has no files.
   */
  prepare?(message: MessageOut): Promise<ChannelOutcome | undefined>;
  /** Whether `prepare` has something to bring for a message; absent: it may have, for any. */
  mustPrepare?(message: MessageOut): boolean;
  send(send: ChannelSend): Promise<ChannelOutcome>;
  /** Marks a person's message as read, with "typing…" if a reply follows. Best effort. */
  acknowledge(vendorId: string, typing: boolean): Promise<void>;
  /** Fetches a file that a person sent; at most `maxBytes`. Absent: the network has no files. */
  fetchMedia?(media: MediaRef, maxBytes: number): Promise<MediaFetch>;
  /**
   * Has the network forget what it keeps of a person for the account's owner, such as an address book;
   * undefined: done, or there was nothing, else what is wrong. Absent: the network keeps nothing.
   */
  forget?(addresses: readonly Address[]): Promise<SendError | undefined>;
  /**
   * Has the network keep a person from writing to the account, or lets them again; undefined: done, or it
   * was so, else what is wrong. Absent: the network has no such list.
   */
  block?(addresses: readonly Address[], isBlocked: boolean): Promise<SendError | undefined>;
  /** Absent: the network has no templates, or they are not managed from here. */
  readonly templates?: ChannelTemplates;
  /** Asks the network whether the account works; undefined is good, else what is wrong. */
  check(): Promise<SendError | undefined>;
  /** What the network shows of an account that works; undefined: nothing now. Absent: it never does. */
  about?(): Promise<ChannelAbout | undefined>;
}
