import { assertNever } from "#core/lib/assert-never.ts";
import { canonicalJson } from "#core/lib/json.ts";
import type { AiMessage, AiPrice, AiProvider, AiRequest } from "#core/model/ports/ai-provider.ts";
import type { AiAnswer, AiUnanswered } from "./attempt.ts";

/** More than any vendor counts for one picture of the sizes that a chat carries. */
const tokensPerImage = 6_000;
/** What a vendor adds around each message, tool and question. */
const tokensAround = 64;
const charsPerToken = 3;

export interface Tokens {
  readonly input: number;
  readonly output: number;
  /** Part of `input`. */
  readonly cached: number;
}

/**
 * More tokens than a question can come to, whatever the vendor's way of counting: a token holds at
 * least a byte, and the answer ends at its greatest length.
 */
export function worstTokens(request: AiRequest): Tokens {
  const { system = "", messages, tools = [], schema } = request;
  const bytes = [
    byteLength(system),
    ...messages.map(messageTokens),
    ...tools.map((tool) => byteLength(canonicalJson({ ...tool })) + tokensAround),
    schema === undefined ? 0 : byteLength(canonicalJson({ ...schema })),
  ];
  const input = bytes.reduce((sum, count) => sum + count, tokensAround);
  return { input, output: request.maxTokens, cached: 0 };
}

function messageTokens(message: AiMessage): number {
  switch (message.role) {
    case "user":
      return message.parts.reduce(
        (sum, part) => sum + (part.kind === "text" ? byteLength(part.text) : tokensPerImage),
        tokensAround,
      );
    case "assistant": {
      const { text, toolCalls = [], native } = message;
      const calls = byteLength(canonicalJson(toolCalls.map((call) => ({ ...call }))));
      const replay = native === undefined ? 0 : byteLength(canonicalJson(native));
      return Math.max(byteLength(text) + calls, replay) + tokensAround;
    }
    case "tool":
      return byteLength(message.content) + byteLength(message.name) + tokensAround;
    default:
      return assertNever(message, "message to a provider");
  }
}

/**
 * What an attempt used: as the vendor told, else estimated from what went and came, high rather than
 * low. A failure before any sign of life cost what was asked, if it may have been read at all.
 */
export function usedTokens(attempt: AiAnswer | AiUnanswered, request: AiRequest): Tokens {
  const { usage } = attempt;
  if (usage !== undefined) {
    const { inputTokens: input, outputTokens: output, cachedTokens = 0 } = usage;
    return { input, output, cached: Math.min(cachedTokens, input) };
  }
  if (attempt.kind === "failed" && !attempt.hasBegun && wasRefused(attempt)) {
    return { input: 0, output: 0, cached: 0 };
  }
  const worst = worstTokens(request);
  const chars = attempt.kind === "answered" ? attempt.text.length : attempt.textChars;
  const calls =
    attempt.kind === "answered"
      ? attempt.calls.reduce((sum, { args }) => sum + canonicalJson(args).length + tokensAround, 0)
      : 0;
  const isWhole = attempt.kind === "answered" && !attempt.isCut;
  const output = isWhole ? Math.ceil(chars / charsPerToken) + calls : worst.output;
  return { input: worst.input, output: Math.min(output, worst.output), cached: 0 };
}

/** The vendor said no before it read the question, or never saw it: that is not charged. */
export function wasRefused({ failure: { kind, isUnsent } }: AiUnanswered): boolean {
  if (kind === "unreachable") return isUnsent === true;
  return kind !== "timeout" && kind !== "server" && kind !== "protocol";
}

/** Whole micro-USD, rounded up. */
export function costOf(tokens: Tokens, price: AiPrice): number {
  const fresh = tokens.input - tokens.cached;
  const perMillion =
    fresh * price.inputMicroUsd +
    tokens.cached * price.cachedMicroUsd +
    tokens.output * price.outputMicroUsd;
  return Math.ceil(perMillion / 1_000_000);
}

/** What a question costs with this provider: free, by its price, or nobody knows. */
export function priceOf({ capabilities, price }: AiProvider): AiPrice | "free" | "unknown" {
  if (capabilities.cost !== "metered") return "free";
  return price ?? "unknown";
}

function byteLength(text: string): number {
  return Buffer.byteLength(text, "utf8");
}
