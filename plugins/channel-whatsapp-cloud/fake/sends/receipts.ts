import type { Clock, JsonObject, Random, SimulatorFaults } from "sapa/plugin";
import { drawMs, type Span, stampOf } from "./graph-exchange.ts";
import type { Person } from "./person.ts";
import { contactEntry, type FakeNumber, messagesWebhook } from "./webhook-body.ts";

/** A message that was taken, as its receipts need it. */
export interface Taken {
  readonly wamid: string;
  readonly person: Person;
  /** True if it was addressed by phone number. */
  readonly isToPhone: boolean;
  readonly callback: string | undefined;
  /** `service` for free-form messages, else the template's category. */
  readonly category: "service" | "utility";
  readonly isReaction: boolean;
}

type Receipt = "sent" | "delivered" | "read";

/** How long after the one before each receipt comes. */
const gaps: readonly (readonly [Receipt, Span])[] = [
  ["sent", { minMs: 20, maxMs: 400 }],
  ["delivered", { minMs: 100, maxMs: 1_500 }],
  ["read", { minMs: 500, maxMs: 15_000 }],
];
const lateBy: Span = { minMs: 20_000, maxMs: 600_000 };

export interface ReceiptsDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly number: FakeNumber;
  readonly faults: () => SimulatorFaults;
  readonly send: (body: JsonObject) => void;
}

/** Tells the business how its messages fare: sent, delivered, read, each a webhook of its own. */
export class Receipts {
  readonly #deps: ReceiptsDeps;
  #pending = 0;

  constructor(deps: ReceiptsDeps) {
    this.#deps = deps;
  }

  /** Receipts that are still to come. */
  get pending(): number {
    return this.#pending;
  }

  plan(taken: Taken): void {
    const { random } = this.#deps;
    let delayMs = 0;
    for (const [receipt, span] of gaps) {
      delayMs += drawMs(span, random.fraction());
      const late = this.#deps.faults().lateStatus ?? 0;
      const isLate = late > 0 && random.fraction() < late;
      this.#after(delayMs + (isLate ? drawMs(lateBy, random.fraction()) : 0), taken, receipt);
      // A reaction that is sent gets no other receipt. Source: reference 2.7.
      if (taken.isReaction) return;
    }
  }

  #after(delayMs: number, taken: Taken, receipt: Receipt): void {
    this.#pending += 1;
    this.#deps.clock.after(delayMs, () => {
      this.#pending -= 1;
      this.#deps.send(this.#body(taken, receipt));
    });
  }

  #body(taken: Taken, receipt: Receipt): JsonObject {
    const { person, callback } = taken;
    const status: JsonObject = {
      id: taken.wamid,
      status: receipt,
      timestamp: stampOf(this.#deps.clock.now()),
      ...(taken.isToPhone && person.phone !== undefined ? { recipient_id: person.phone } : {}),
      ...(person.userId === undefined ? {} : { recipient_user_id: person.userId }),
      ...(callback === undefined ? {} : { biz_opaque_callback_data: callback }),
      ...(receipt === "read" ? {} : { pricing: pricing(taken) }),
    };
    return messagesWebhook(this.#deps.number, {
      contacts: [contactEntry(person)],
      statuses: [status],
    });
  }
}

function pricing(taken: Taken): JsonObject {
  const { category } = taken;
  const type = category === "service" ? "free_customer_service" : "regular";
  return { billable: type === "regular", pricing_model: "PMP", type, category };
}
