import type { AiPrice, EmbedPrice, VoicePrice } from "sapa/plugin";
import type { Config } from "./config.ts";

/**
 * USD for a million tokens: in, in from the cache, out. Of third parties' lists, so check them against
 * your invoice; `price:` in bot.yaml wins. Input above 272,000 tokens costs about double.
 */
const table: Readonly<Record<string, readonly [number, number, number]>> = {
  "gpt-6-luna": [0.1, 0.01, 0.5],
  "gpt-6.1-terra": [1, 0.05, 5],
  "gpt-6-sol": [2, 0.2, 10],
  "gpt-6.1-sol": [2, 0.1, 10],
  "gpt-6-astra": [10, 1, 50],
  "gpt-5.6-luna": [0.2, 0.02, 1.2],
};
const asOf = "2026-11-22";

/** The model's price; undefined if nobody told it. A model on one's own machine costs nothing. */
export function priceOf(config: Config, isMetered: boolean): AiPrice | undefined {
  const { price } = config;
  if (price !== undefined) {
    const { input, cached = input, output, as_of } = price;
    return toPrice([input, cached, output], as_of);
  }
  const known = Object.hasOwn(table, config.model) ? table[config.model] : undefined;
  return isMetered && known !== undefined ? toPrice(known, asOf) : undefined;
}

/**
 * USD for a million tokens of text that becomes vectors: as commonly published since the day below, and
 * not checked against the vendor's page. `embedding_price:` in bot.yaml wins.
 */
const embedTable: Readonly<Record<string, number>> = {
  "text-embedding-3-small": 0.02,
  "text-embedding-3-large": 0.13,
  "text-embedding-ada-002": 0.1,
};

/** When the two of the third generation were announced at these prices. */
const embedAsOf = "2024-01-25";

/** What vectors of a model cost; undefined if nobody told it. */
export function embedPriceOf(
  model: string,
  written: Config["embedding_price"],
  isMetered: boolean,
): EmbedPrice | undefined {
  const known = Object.hasOwn(embedTable, model) ? embedTable[model] : undefined;
  const price =
    written ?? (isMetered && known !== undefined ? { input: known, as_of: embedAsOf } : undefined);
  if (price === undefined) return undefined;
  return { inputMicroUsd: Math.round(price.input * 1_000_000), asOf: price.as_of };
}

function toPrice([input, cached, output]: readonly [number, number, number], day: string): AiPrice {
  const micro = (usd: number) => Math.round(usd * 1_000_000);
  return {
    inputMicroUsd: micro(input),
    cachedMicroUsd: micro(cached),
    outputMicroUsd: micro(output),
    asOf: day,
  };
}

/** What a minute of listening costs; undefined if bot.yaml does not say. */
export function voicePriceOf({ transcription_price: price }: Config): VoicePrice | undefined {
  if (price === undefined) return undefined;
  return { minuteMicroUsd: Math.round(price.minute * 1_000_000), asOf: price.as_of };
}
