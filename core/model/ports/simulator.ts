import type { Json, JsonObject } from "#core/lib/json.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { WebhookRequest } from "./channel.ts";
import type { Clock } from "./clock.ts";
import type { Net } from "./net.ts";
import type { Random } from "./random.ts";

/** A phone in the simulator. Either id may be hidden, as on the real network. */
export interface SimulatedPerson {
  readonly name: string;
  readonly userId?: string;
  readonly phone?: string;
}

/** What a person does on their phone. `choice` taps an option of a message by id or by title. */
export type PersonAct =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "choice"; readonly choice: string }
  | { readonly kind: "reaction"; readonly emoji: string }
  /** Sends a file; it can be fetched like on the real network. */
  | {
      readonly kind: "media";
      readonly media: "image" | "video" | "audio" | "document" | "sticker";
      readonly mime: string;
      readonly content: Uint8Array;
      readonly caption?: string;
      readonly filename?: string;
      readonly voice?: boolean;
    }
  | { readonly kind: "location"; readonly latitude: number; readonly longitude: number }
  /** Fills in and sends back the last form. */
  | { readonly kind: "form"; readonly answer: JsonObject }
  | {
      readonly kind: "order";
      readonly items: readonly {
        readonly sku: string;
        readonly quantity: number;
        readonly price: number;
        readonly currency: string;
      }[];
    }
  | { readonly kind: "vendor"; readonly message: Json };

/** A message as it stands on the person's phone. */
export interface ShownMessage {
  readonly vendorId: string;
  readonly person: SimulatedPerson;
  readonly at: Millis;
  readonly text: string;
  readonly options: readonly { readonly id: string; readonly title: string }[];
  readonly template?: { readonly name: string; readonly values: readonly string[] };
  /** The vendor's own JSON of the message, as it was posted. */
  readonly body: Json;
}

/** Hands a signed webhook to the bot and tells the HTTP status, or undefined if nobody answered. */
export type WebhookSink = (request: WebhookRequest) => Promise<number | undefined>;

/** One fault that the network shows from here on; rates are in [0, 1]. */
export interface SimulatorFaults {
  /** The vendor refuses with its rate-limit answer. */
  readonly rateLimited?: number;
  readonly serverError?: number;
  /** Taken, but the answer never comes back. */
  readonly lostAnswer?: number;
  /** Neither taken nor answered. */
  readonly lostRequest?: number;
  readonly duplicateWebhook?: number;
  readonly reorderWebhook?: number;
  readonly lateStatus?: number;
}

/** What a simulator is made of. `url` is where `serve` listens, or any name when only `net` is used. */
export interface SimulatorOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly deliver: WebhookSink;
}

/**
 * The network itself, in miniature: the same wire shapes, limits and refusals, on this machine.
 * Time and chance are handed in, so that the same seed gives the same world.
 */
export interface ChannelSimulator {
  /** Settings and secrets with which the channel speaks to this simulator, keyed as in bot.yaml. */
  readonly settings: Readonly<Record<string, string>>;
  /** Answers the channel's requests in this process, without a socket. */
  readonly net: Net;
  /** The person acts; resolves when the webhook was delivered, or given up. */
  act(person: SimulatedPerson, act: PersonAct): Promise<void>;
  /**
   * A message reached the bot that this simulator did not carry, such as one signed by hand: who
   * wrote it is known here from now on and may be answered. Harmless for a message of its own.
   */
  overhear?(person: SimulatedPerson, vendorId: string): void;
  /** Lines for a shell that write to the bot, given where its webhook and this simulator listen. */
  shellExample?(urls: { readonly webhook: string; readonly simulator: string }): readonly string[];
  /** Delivers the last message's webhook once more, byte for byte. */
  redeliver(person: SimulatedPerson): Promise<void>;
  /** Every message that was taken, oldest first. */
  shown(): readonly ShownMessage[];
  /** Calls back for each message that is taken from here on. */
  onShown(listener: (message: ShownMessage) => void): () => void;
  setFaults(faults: SimulatorFaults): void;
  /** Declares an approved template, so that sends of it are taken. */
  approve(template: { readonly name: string; readonly language: string }): void;
  /** True while receipts, retries or late webhooks are still to come. */
  isBusy(): boolean;
  /** Serves the same over HTTP on the loopback address; port 0 picks a free one. */
  serve(options: { readonly port: number }): { readonly url: string; stop(): Promise<void> };
}
