import type { Json, JsonObject } from "#core/lib/json.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { ContactCard } from "#core/model/contact-card.ts";
import type { SendError } from "#core/model/status.ts";
import type { TemplateCategory, TemplateContent } from "#core/model/template.ts";
import type { WebhookRequest } from "./channel.ts";
import type { Clock } from "./clock.ts";
import type { Net } from "./net.ts";
import type { Random } from "./random.ts";

/** A phone in the simulator. Either id may be hidden, as on the real network. */
export interface SimulatedPerson {
  readonly name: string;
  readonly userId?: string;
  readonly phone?: string;
  /** A public handle, for display alone. */
  readonly username?: string;
  /** A wider id, where a network has one over several of a company's accounts. */
  readonly parentUserId?: string;
}

/** What a person does on their phone. `choice` taps an option of a message by id or by title. */
export type PersonAct =
  | {
      readonly kind: "text";
      readonly text: string;
      /** The vendor's id of the message that it quotes. */
      readonly replyTo?: string;
      readonly forwarded?: boolean;
      /** The advertisement that brought the person here, in the vendor's words. */
      readonly ad?: JsonObject;
    }
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
  | {
      readonly kind: "location";
      readonly latitude: number;
      readonly longitude: number;
      readonly name?: string;
      readonly address?: string;
    }
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

/**
 * What else comes in about one person: what people do more seldom, and what the network tells. An
 * act on "the last" message or question throws if there is none.
 */
export type NetworkAct =
  | PersonAct
  | { readonly kind: "contacts"; readonly contacts: readonly ContactCard[] }
  /** Answers the last request for the person's phone number. */
  | { readonly kind: "share_number"; readonly phone: string }
  /** Changes the words of their last message. */
  | { readonly kind: "edit"; readonly text: string }
  /** Takes back their last message. */
  | { readonly kind: "revoke" }
  /** Opens the chat for the first time. */
  | { readonly kind: "open" }
  | { readonly kind: "call" }
  /** Answers the last request to be called. */
  | { readonly kind: "call_permission"; readonly isGiven: boolean }
  /** A message of a kind that the vendor cannot carry, by the vendor's name of it. */
  | { readonly kind: "unsupported"; readonly vendorKind: string }
  | { readonly kind: "group"; readonly group: string; readonly text: string }
  /** Tells the network, not the bot, whether they want marketing. */
  | { readonly kind: "preference"; readonly wants: boolean }
  /** Gets another number or id; one without a phone hides it. */
  | { readonly kind: "move"; readonly userId?: string; readonly phone?: string }
  /** One of ours answers the person without the bot. */
  | { readonly kind: "echo"; readonly text: string }
  /** From here on the bot answers the person, or another app does. */
  | { readonly kind: "handover"; readonly owner: "bot" | "other" }
  /** Turns the phone on or off, leaves the network, or hides what was read. Nothing is told of it. */
  | {
      readonly kind: "phone";
      readonly isOn?: boolean;
      readonly isGone?: boolean;
      readonly tellsReads?: boolean;
    };

/** What the network tells about the account rather than about a person. */
export type AccountAct =
  /** The network decided about a template that it has. */
  | {
      readonly kind: "template";
      readonly name: string;
      readonly language: string;
      readonly decision: "approved" | "rejected" | "paused" | "disabled";
      readonly reason?: string;
    }
  | {
      readonly kind: "template_quality";
      readonly name: string;
      readonly language: string;
      readonly quality: "green" | "yellow" | "red";
    }
  /** The account may not send until then; without a moment it may again. */
  | { readonly kind: "restriction"; readonly untilAt?: Millis }
  /** How many people may be written to first in a day, by the vendor's name of the step. */
  | { readonly kind: "number_limit"; readonly limit: string }
  /** An error that belongs to no message. */
  | { readonly kind: "error"; readonly code: number }
  /** Any other of the vendor's updates, in its own words. */
  | { readonly kind: "vendor"; readonly field: string; readonly value: JsonObject };

/** A file of a message: kept by the simulator (`file`), or anywhere else (`link`). */
export interface ShownMedia {
  readonly kind: "image" | "video" | "audio" | "document" | "sticker";
  readonly file?: string;
  readonly link?: string;
  readonly filename?: string;
  readonly voice?: boolean;
}

/** What a person can send back for a message that asks for it, beside words and options. */
export type ShownRequest = "form" | "location" | "address" | "number" | "call";

/** What a message shows beside its text and options, in no vendor's words. */
export interface ShownContent {
  readonly header?: string;
  readonly footer?: string;
  readonly media?: ShownMedia;
  /** The options as a menu behind a button, with what stands with them. */
  readonly menu?: {
    readonly label: string;
    readonly sections: readonly {
      readonly title?: string;
      readonly rows: readonly {
        readonly id: string;
        readonly title: string;
        readonly description?: string;
      }[];
    }[];
  };
  readonly location?: {
    readonly latitude: number;
    readonly longitude: number;
    readonly name?: string;
    readonly address?: string;
  };
  readonly contacts?: readonly { readonly name: string; readonly phones: readonly string[] }[];
  readonly links?: readonly { readonly label: string; readonly url: string }[];
  /** Goods that can be put into a cart, by SKU. */
  readonly products?: readonly string[];
  readonly asks?: ShownRequest;
  /** The vendor's id of the message that it quotes. */
  readonly replyTo?: string;
  /** The vendor's id of the message that it reacts to. */
  readonly reactsTo?: string;
}

/** A message as it stands on the person's phone. */
export interface ShownMessage {
  readonly vendorId: string;
  readonly person: SimulatedPerson;
  readonly at: Millis;
  readonly text: string;
  readonly options: readonly { readonly id: string; readonly title: string }[];
  readonly content?: ShownContent;
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
  /** Waits for others and goes out with them, several updates in one webhook. */
  readonly batchWebhook?: number;
  /** Told as read without having been told as delivered. */
  readonly skippedDelivered?: number;
  /** The next `count` messages are refused with the vendor's code; counted from this call. */
  readonly refuse?: { readonly code: number; readonly count: number };
  /** The next `count` messages are taken and fail later with the vendor's code. */
  readonly fail?: { readonly code: number; readonly count: number };
}

/** How a message fared, as the network tells it; `code` is the vendor's, its usual one if left out. */
export type SimulatedReceipt =
  | { readonly kind: "delivered" | "read" }
  | { readonly kind: "failed"; readonly code?: number | undefined };

/** What a simulator is made of. `url` is where `serve` listens, or any name when only `net` is used. */
export interface SimulatorOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly deliver: WebhookSink;
  /** False: how messages fare is told by `tellReceipt` alone, and not by itself. */
  readonly receipts?: boolean;
  /** How many messages `shown` keeps; left out: thousands. */
  readonly keepMessages?: number;
  /** In place of the simulator's own `settings`, keyed as in bot.yaml; it ignores what it has not. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** What a network asks of a webhook before it trusts the address. */
export interface SimulatedHandshake {
  readonly request: WebhookRequest;
  /** Whether the body of a 200 is what the network wanted to hear. */
  readonly isRightAnswer: (body: string) => boolean;
}

/** A request of the bot's to the network, and its answer, in the network's words. */
export interface NetworkAnswer {
  readonly at: Millis;
  /** Method and path. */
  readonly request: string;
  /** Undefined: the connection broke before an answer. */
  readonly status: number | undefined;
  /** Of a refusal. */
  readonly error?: SendError;
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
  act(person: SimulatedPerson, act: NetworkAct): Promise<void>;
  /** Several acts, one after the other, told to the bot in one webhook. */
  actTogether?(
    acts: readonly { readonly person: SimulatedPerson; readonly act: NetworkAct }[],
  ): Promise<void>;
  /** Tells the bot about its account; resolves like `act`. */
  announce?(act: AccountAct): Promise<void>;
  /**
   * A message reached the bot that this simulator did not carry, such as one signed by hand: who
   * wrote it is known here from now on and may be answered. Harmless for a message of its own.
   */
  overhear?(person: SimulatedPerson, vendorId: string): void;
  /** Lines for a shell that write to the bot, given where its webhook and this simulator listen. */
  shellExample?(urls: { readonly webhook: string; readonly simulator: string }): readonly string[];
  /** Delivers the last message's webhook once more, byte for byte. */
  redeliver(person: SimulatedPerson): Promise<void>;
  /**
   * Tells how a message of the bot's fared, in a world without receipts of their own; false if there
   * is no such message. Resolves like `act`.
   */
  tellReceipt?(vendorId: string, receipt: SimulatedReceipt): Promise<boolean>;
  /** Every message that was taken, oldest first. */
  shown(): readonly ShownMessage[];
  /** Calls back for each message that is taken from here on. */
  onShown(listener: (message: ShownMessage) => void): () => void;
  /** The first thing that the network asks of a webhook, made anew. */
  handshake?(): SimulatedHandshake;
  /** Calls back for each request of the bot's that is answered from here on. */
  onAnswered?(listener: (answer: NetworkAnswer) => void): () => void;
  /** A file of a message that is shown, until the network forgets it. */
  file?(id: string): { readonly mime: string; readonly content: Uint8Array } | undefined;
  setFaults(faults: SimulatorFaults): void;
  /** Declares an approved template, so that sends of it are taken. */
  approve(template: {
    readonly name: string;
    readonly language: string;
    /** What it is paid as; `utility` if it is left out. */
    readonly category?: TemplateCategory | undefined;
    /** What it says; left out: it takes any values. */
    readonly content?: TemplateContent | undefined;
  }): void;
  /** True while receipts, retries or late webhooks are still to come. */
  isBusy(): boolean;
  /** Serves the same over HTTP on the loopback address; port 0 picks a free one. */
  serve(options: { readonly port: number }): { readonly url: string; stop(): Promise<void> };
}
