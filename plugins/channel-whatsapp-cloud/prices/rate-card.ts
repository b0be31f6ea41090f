/**
 * What Meta charges for a delivered message, in USD, by the country of the person. Checked in
 * November 2026; Meta changes rates at the beginning of quarters. `*` stands for every market that
 * is not listed: the dearest there is, so that no budget is passed. Whoever has Meta's rate card of
 * their own account writes its lines below `prices` of the channel.
 *
 * Sources: greatest rates of any market as published for 2026-04-01; Indonesia, Brazil and Argentina
 * the greatest that rate cards of 2024-06 to 2026-01 name. Since 2026-10-01 free-form messages beyond
 * the first 1,000 of a number and month cost the utility rate: reference 4.6.
 */
export const rateCard: RateCard = {
  "*": { marketing: 0.1597, utility: 0.055, authentication: 0.136 },
  ID: { marketing: 0.0411, utility: 0.025, authentication: 0.136 },
  BR: { marketing: 0.0782, utility: 0.0085, authentication: 0.0325 },
  AR: { marketing: 0.0773, utility: 0.0367, authentication: 0.0367 },
};

/** When the card was checked, and what it is made of. */
export const rateCardOrigin = {
  asOf: "2026-11",
  source: "WhatsApp rate cards and the greatest published rates; `prices` of bot.yaml",
};

/** Prices by ISO 3166 alpha-2 country, in USD a message; `*` is every other. */
export type RateCard = Readonly<Record<string, Rates>>;

export interface Rates {
  readonly marketing: number;
  /** Also what a free-form message costs. */
  readonly utility: number;
  /** The greater of its own and the international rate. */
  readonly authentication: number;
}
