import { BotError, errorText } from "#core/lib/bot-error.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { AiPrice, AiProvider, Embedding } from "#core/model/ports/ai-provider.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { OverLimit } from "./provider-limit.ts";
import type { Purse } from "./purse.ts";
import { withinTime } from "./within-time.ts";

/** What came of having vectors made. */
export type Embedded =
  | { readonly kind: "made"; readonly vectors: readonly Float32Array[] }
  /**
   * Not asked, or without an answer; `message` says why, without what was asked. `isFault`: the
   * embedder failed, and would fail for others too.
   */
  | {
      readonly kind: "unmade";
      readonly message: string;
      readonly isFault: boolean;
      /** It is over its limit of bot.yaml; till then. */
      readonly until?: Millis | undefined;
    };

/** What a provider's embedder is, beside what the provider says of itself. */
export function embedderOf({ embedder, capabilities }: AiProvider): {
  readonly leavesHost: boolean;
  readonly price: AiPrice | "free" | "unknown";
} {
  const leavesHost = embedder?.dataLeavesHost ?? capabilities.dataLeavesHost;
  const price = embedder?.price;
  if (price === undefined) {
    return { leavesHost, price: capabilities.cost === "metered" ? "unknown" : "free" };
  }
  const { inputMicroUsd, asOf } = price;
  return {
    leavesHost,
    price: { inputMicroUsd, cachedMicroUsd: inputMicroUsd, outputMicroUsd: 0, asOf },
  };
}

/**
 * Has a provider's embedder turn texts into vectors: within its time, and paid from the purse like a
 * question. Who may be asked is decided before. Never throws.
 */
export async function embed(
  {
    provider,
    clock,
    purse,
    takeTurn,
  }: {
    readonly provider: AiProvider;
    readonly clock: Clock;
    readonly purse: Purse;
    /** Whether bot.yaml lets it be asked once more by now. */
    readonly takeTurn: () => Promise<OverLimit | undefined>;
  },
  texts: readonly string[],
  use: "passage" | "question",
  within: { readonly signal: AbortSignal; readonly limitMs: number },
): Promise<Embedded> {
  const { embedder } = provider;
  if (embedder === undefined) {
    return { kind: "unmade", message: `${provider.name} makes no vectors`, isFault: false };
  }
  const over = await takeTurn();
  if (over !== undefined) {
    return { kind: "unmade", message: over.message, isFault: false, until: over.until };
  }
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text, "utf8"), 0);
  const { price } = embedderOf(provider);
  const job = { provider: provider.name, model: embedder.model, price };
  // A token holds a byte at least, and a vendor adds a few around each text.
  const worst = { input: bytes + texts.length * 16, output: 0, cached: 0 };
  const paid = await purse.pay({ ...job, worst }, async () => {
    const made = await withinTime(clock, within, (stop) => embedder.embed(texts, use, stop));
    checkVectors(made, texts.length);
    const { inputTokens: input } = made;
    const tokens = input === undefined ? undefined : { input, output: 0, cached: 0 };
    return { value: made.vectors, tokens };
  });
  if (paid.kind === "done") return { kind: "made", vectors: paid.value };
  const message = paid.kind === "skipped" ? paid.message : errorText(paid.error);
  const isFault = paid.kind === "failed" && !within.signal.aborted && !isOfText(paid.error);
  return { kind: "unmade", message: `${provider.name}: ${message}`, isFault };
}

/** It is this text that is at fault, not who was asked. */
function isOfText(error: unknown): boolean {
  return error instanceof BotError && textFaults.has(String(error.code));
}

const textFaults: ReadonlySet<string> = new Set(["AI_BAD_REQUEST", "AI_CONTEXT_LENGTH"]);

function checkVectors({ vectors }: Embedding, count: number): void {
  const [first] = vectors;
  const isWhole =
    vectors.length === count &&
    first !== undefined &&
    first.length > 0 &&
    vectors.every((vector) => vector.length === first.length && vector.every(Number.isFinite));
  if (!isWhole) throw new Error("its vectors are not as many, or not as long, as they have to be");
}
