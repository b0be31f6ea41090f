import {
  assertNever,
  type Clock,
  type JsonObject,
  later,
  type Millis,
  type Random,
  type SimulatedReceipt,
  type SimulatorFaults,
} from "sapa/plugin";
import { BoundedMap } from "#plugins/channel-whatsapp-cloud/fake/bounded-map.ts";
import { errorShape } from "#plugins/channel-whatsapp-cloud/fake/error-table.ts";
import { webhookError } from "#plugins/channel-whatsapp-cloud/fake/graph-error.ts";
import { drawMs, type Span, stampOf } from "#plugins/channel-whatsapp-cloud/fake/graph-exchange.ts";
import type { Person } from "#plugins/channel-whatsapp-cloud/fake/person.ts";
import {
  type Change,
  contactEntry,
  type FakeNumber,
  messagesChange,
} from "#plugins/channel-whatsapp-cloud/fake/webhook-body.ts";
import type { Price, Prices } from "./prices.ts";
import type { Taken } from "./taken.ts";

/** Message undeliverable: what it is if nothing else is said. Source: reference 4.7. */
const undeliverable = 131_026;

type Receipt = "sent" | "delivered" | "read" | "played" | "failed";

/** How long after the one before each receipt comes. */
const gaps: Readonly<Record<Receipt, Span>> = {
  sent: { minMs: 20, maxMs: 400 },
  delivered: { minMs: 100, maxMs: 1_500 },
  read: { minMs: 500, maxMs: 15_000 },
  played: { minMs: 1_000, maxMs: 30_000 },
  failed: { minMs: 100, maxMs: 3_000 },
};
const lateBy: Span = { minMs: 20_000, maxMs: 600_000 };
/** Most messages that wait for one phone to be on again, and most phones that are waited for. */
const maxWaiting = 200;
const maxWaitingPeople = 10_000;
/** Most messages that are held; the oldest are forgotten. */
const maxHeld = 1_000;

export interface ReceiptsDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly number: FakeNumber;
  readonly prices: Prices;
  readonly faults: () => SimulatorFaults;
  /** Resolves when it was delivered, or given up. */
  readonly send: (change: Change) => Promise<void>;
}

/** A message on its way to the phone. */
interface Journey {
  readonly taken: Taken;
  readonly price: Price;
  readonly takenAt: Millis;
  /** True once it is read without having been told as delivered. */
  readonly isOpen: boolean;
}

/**
 * Tells the business how its messages fare: sent, delivered, read, played, or failed; each a webhook
 * of its own, one after the other. What was sent to a phone that is off waits for it.
 */
export class Receipts {
  readonly #deps: ReceiptsDeps;
  readonly #waiting = new BoundedMap<Person, Journey[]>(maxWaitingPeople);
  /** Messages of which nothing is told by itself. */
  readonly #held = new BoundedMap<string, Journey>(maxHeld);
  #pending = 0;

  constructor(deps: ReceiptsDeps) {
    this.#deps = deps;
  }

  /** Receipts that are still to come by themselves. */
  get pending(): number {
    return this.#pending;
  }

  /** Begins the journey of a message that was taken. */
  plan(taken: Taken): void {
    const journey = this.#begin(taken);
    if (taken.failure === undefined) this.#after("sent", journey);
    else this.#fail(journey);
  }

  /** Keeps a message of which only `tellHeld` tells. */
  hold(taken: Taken): void {
    this.#held.set(taken.wamid, this.#begin(taken));
  }

  /** Tells how a message that is held fared; false if there is none. */
  async tellHeld(wamid: string, receipt: SimulatedReceipt): Promise<boolean> {
    const journey = this.#held.get(wamid);
    if (journey === undefined) return false;
    const { clock, number, send } = this.#deps;
    const code = receipt.kind === "failed" ? (receipt.code ?? undeliverable) : undefined;
    const failure = code === undefined ? undefined : { code, details: errorShape(code).title };
    const told = { ...journey, taken: { ...journey.taken, failure } };
    await send(messagesChange(number, this.#body(receipt.kind, told, clock.now())));
    return true;
  }

  #begin(taken: Taken): Journey {
    const { clock, prices } = this.#deps;
    const now = clock.now();
    if (taken.failure === undefined) prices.noteSend(taken.person, now);
    const price = prices.price(taken.category, taken.person, now);
    return { taken, price, takenAt: now, isOpen: false };
  }

  /** The phone is on again: what waited for it arrives, unless it has waited for too long. */
  resume(person: Person): void {
    const waiting = this.#waiting.get(person) ?? [];
    this.#waiting.delete(person);
    const now = this.#deps.clock.now();
    for (const journey of waiting) {
      if (now < later(journey.takenAt, journey.taken.ttlMs)) this.#arrive(journey);
      else this.#deps.prices.giveBack(journey.price, journey.takenAt);
    }
  }

  #fail(journey: Journey): void {
    this.#deps.prices.giveBack(journey.price, journey.takenAt);
    this.#after("failed", journey);
  }

  #after(receipt: Receipt, journey: Journey): void {
    const { clock, random } = this.#deps;
    this.#pending += 1;
    clock.after(drawMs(gaps[receipt], random.fraction()), () => {
      this.#pending -= 1;
      this.#tell(receipt, journey);
      this.#goOn(receipt, journey);
    });
  }

  #goOn(receipt: Receipt, journey: Journey): void {
    const { person, isReaction, isVoice } = journey.taken;
    switch (receipt) {
      case "sent":
        // A reaction that is sent gets no other receipt. Source: reference 2.7.
        if (isReaction) return;
        if (person.isOnline) this.#arrive(journey);
        else this.#wait(journey);
        return;
      case "delivered":
        if (person.tellsReads) this.#after("read", journey);
        return;
      case "read":
        if (isVoice) this.#after("played", journey);
        return;
      case "played":
      case "failed":
        return;
      default:
        assertNever(receipt, "goOn");
    }
  }

  /** Whoever has the chat open reads at once: nothing is told of the delivery. Reference 2.7. */
  #arrive(journey: Journey): void {
    const { skippedDelivered } = this.#deps.faults();
    const isOpen = this.#chance(skippedDelivered) && journey.taken.person.tellsReads;
    if (isOpen) this.#after("read", { ...journey, isOpen });
    else this.#after("delivered", journey);
  }

  #wait(journey: Journey): void {
    const { person } = journey.taken;
    const waiting = this.#waiting.get(person) ?? [];
    waiting.push(journey);
    if (waiting.length > maxWaiting) waiting.shift();
    this.#waiting.set(person, waiting);
  }

  /** A late receipt tells when it happened, not when it was told. */
  #tell(receipt: Receipt, journey: Journey): void {
    const { clock, random, faults, number, send } = this.#deps;
    const change = messagesChange(number, this.#body(receipt, journey, clock.now()));
    if (!this.#chance(faults().lateStatus)) {
      void send(change);
      return;
    }
    this.#pending += 1;
    clock.after(drawMs(lateBy, random.fraction()), () => {
      this.#pending -= 1;
      void send(change);
    });
  }

  #body(receipt: Receipt, { taken, price, isOpen }: Journey, at: Millis): JsonObject {
    const { person, callback, failure } = taken;
    // On the first status, and on the one that tells of the arrival. Source: reference 2.7.
    const hasPrice =
      receipt === "sent" || receipt === "delivered" || (receipt === "read" && isOpen);
    const { conversation } = price;
    const status: JsonObject = {
      id: taken.wamid,
      status: receipt,
      timestamp: stampOf(at),
      ...recipientIds(taken, receipt),
      ...(callback === undefined ? {} : { biz_opaque_callback_data: callback }),
      ...(hasPrice && conversation !== undefined ? { conversation } : {}),
      ...(hasPrice ? { pricing: price.pricing } : {}),
      ...(receipt === "failed" && failure !== undefined ? { errors: [webhookError(failure)] } : {}),
    };
    if (receipt === "failed") return { statuses: [status] };
    // Until it has arrived nothing is told of the person but the name. Source: reference 2.2.
    const contact = contactEntry(person, receipt !== "sent");
    return { contacts: [contact], statuses: [status] };
  }

  #chance(rate: number | undefined): boolean {
    return rate !== undefined && rate > 0 && this.#deps.random.fraction() < rate;
  }
}

/** Source: the table of reference 2.2. */
function recipientIds({ person, isToPhone }: Taken, receipt: Receipt): JsonObject {
  const { userId, phone, parentUserId } = person;
  const hasUserId = userId !== undefined && !(receipt === "failed" && isToPhone);
  return {
    ...(isToPhone && phone !== undefined ? { recipient_id: phone } : {}),
    ...(hasUserId ? { recipient_user_id: userId } : {}),
    ...(hasUserId && parentUserId !== undefined ? { recipient_parent_user_id: parentUserId } : {}),
  };
}
