import type { ChannelPrices, JsonObject } from "sapa/plugin";
import { textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { countryOf } from "./country-of.ts";
import { type RateCard, type Rates, rateCard, rateCardOrigin } from "./rate-card.ts";

const microUsdPerUsd = 1_000_000;

/**
 * What messages cost, by the rate card and the owner's own lines of it. Before a message goes it costs
 * the most that it can: Meta alone knows whether it is one of the month's free ones, or free because
 * an advertisement led here, and tells so with its receipts. Source: reference 2.7 and 4.6.
 */
export function createPrices(own: RateCard): ChannelPrices {
  const ratesOf = (country: string | undefined): Rates => {
    const found = country === undefined ? undefined : (own[country] ?? rateCard[country]);
    return found ?? own["*"] ?? everywhere;
  };
  return {
    card: rateCardOrigin,
    most({ to, message }) {
      const { marketing, utility, authentication } = ratesOf(countryOf(to));
      // Of a template only Meta knows the category, and may change it.
      const most =
        message.kind === "template" ? Math.max(marketing, utility, authentication) : utility;
      return toMicroUsd(most);
    },
    told({ price, recipient }) {
      if (price === undefined) return undefined;
      const type = textOf(price["type"]);
      if (type?.startsWith("free_") === true || price["billable"] === false) return 0;
      const category = categoryOf(price);
      if (type !== "regular" || category === undefined) return undefined;
      return toMicroUsd(ratesOf(countryOf(recipient ?? []))[category]);
    },
  };
}

const everywhere: Rates = rateCard["*"] ?? { marketing: 1, utility: 1, authentication: 1 };

/** Undefined: a category that nobody knows yet, which stays at what was reserved. */
function categoryOf(price: JsonObject): keyof Rates | undefined {
  const category = textOf(price["category"]);
  if (category === undefined) return undefined;
  if (category.startsWith("marketing")) return "marketing";
  if (category.startsWith("authentication")) return "authentication";
  return category === "utility" || category === "service" ? "utility" : undefined;
}

function toMicroUsd(usd: number): number {
  return Math.ceil(usd * microUsdPerUsd - 1e-6);
}
