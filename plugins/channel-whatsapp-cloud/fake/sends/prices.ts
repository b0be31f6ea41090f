import { dayMs, hourMs, type JsonObject, later, type Millis } from "sapa/plugin";
import { stampOf } from "#plugins/channel-whatsapp-cloud/fake/graph-exchange.ts";
import type { Person } from "#plugins/channel-whatsapp-cloud/fake/person.ts";
import type { PriceCategory } from "./taken.ts";

/** Free-form messages of a number that cost nothing, each month. Source: reference 4.6. */
const freePerMonth = 1_000;
/** How long all is free after an advertisement was answered, and until when that has to be. */
const freeEntryMs = 72 * hourMs;
const answerWithinMs = dayMs;

/** What a message costs, as its statuses tell it. */
export interface Price {
  readonly pricing: JsonObject;
  /** There only where an advertisement made it free. Source: reference 2.7. */
  readonly conversation: JsonObject | undefined;
  /** True if it took one of the month's free messages. */
  readonly isFromAllowance: boolean;
}

/** Tells what messages cost since October 2026. Source: reference 4.5 and 4.6. */
export class Prices {
  #month = "";
  #used = 0;

  /** An answer to somebody whom an advertisement brought opens their free time. */
  noteSend(person: Person, now: Millis): void {
    const { adAt } = person;
    if (adAt === undefined) return;
    person.adAt = undefined;
    if (now - adAt < answerWithinMs) person.freeUntilAt = later(now, freeEntryMs);
  }

  /** The price of a message that goes out now; a free one of the month is taken. */
  price(category: PriceCategory, person: Person, now: Millis): Price {
    const { freeUntilAt } = person;
    if (freeUntilAt !== undefined && now < freeUntilAt) return freeEntry(freeUntilAt);
    if (category !== "service") return plain("regular", category, false);
    this.#turnMonth(now);
    if (this.#used >= freePerMonth) return plain("regular", category, false);
    this.#used += 1;
    return plain("free_customer_service", category, true);
  }

  /** A message that never arrives costs nothing and takes nothing. */
  giveBack({ isFromAllowance }: Price, soldAt: Millis): void {
    if (isFromAllowance && this.#month === monthOf(soldAt)) this.#used -= 1;
  }

  #turnMonth(now: Millis): void {
    const month = monthOf(now);
    if (month === this.#month) return;
    this.#month = month;
    this.#used = 0;
  }
}

function plain(type: string, category: string, isFromAllowance: boolean): Price {
  const pricing = { billable: type === "regular", pricing_model: "PMP", type, category };
  return { pricing, conversation: undefined, isFromAllowance };
}

function freeEntry(until: Millis): Price {
  const { pricing } = plain("free_entry_point", "referral_conversion", false);
  return {
    pricing,
    conversation: {
      id: `entry-${until}`,
      expiration_timestamp: stampOf(until),
      origin: { type: "referral_conversion" },
    },
    isFromAllowance: false,
  };
}

function monthOf(at: Millis): string {
  return new Date(at).toISOString().slice(0, 7);
}
