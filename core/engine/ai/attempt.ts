import type { Json } from "#core/lib/json.ts";
import type { AiFailure, AiRequest, AiToolCall, AiUsage } from "#core/model/ports/ai-provider.ts";

export interface AiCitation {
  readonly title: string;
  readonly url: string;
}

/** A whole answer of one provider, from one stream: two answers are never joined. */
export interface AiAnswer {
  readonly kind: "answered";
  readonly text: string;
  /** Not empty: the model wants their results before it goes on. */
  readonly calls: readonly AiToolCall[];
  readonly citations: readonly AiCitation[];
  /** Undefined: the vendor did not tell. */
  readonly usage: AiUsage | undefined;
  /** The vendor's own filter stopped it. */
  readonly isRefused: boolean;
  readonly isCut: boolean;
  /** As the vendor names it; the configured one if it was not told. */
  readonly model: string;
  readonly native?: Json;
  /** Where the provider keeps the history: what to ask with next time. */
  readonly thread?: string;
}

/** A question without an answer; what it may have cost is told all the same. */
export interface AiUnanswered {
  readonly kind: "failed" | "aborted";
  /** `aborted`: by whoever asked. */
  readonly failure: AiFailure;
  /** True once anything of an answer came: the same question is then not asked again by itself. */
  readonly hasBegun: boolean;
  readonly usage: AiUsage | undefined;
  /** Length of the text that came, for an estimate where `usage` is not told. */
  readonly textChars: number;
}

/** Not asked at all, and nothing spent. */
export interface AiSkipped {
  readonly kind: "skipped";
  /** `resting`: it failed too often of late; `budget`: it might cost more than is left. */
  readonly reason: "resting" | "budget";
  readonly message: string;
}

export type AiAttempt = AiAnswer | AiUnanswered | AiSkipped;

export interface AskWatch {
  readonly signal: AbortSignal;
  /** Called for each event of a stream: a sign of life. */
  readonly onLife?: () => void;
  /**
   * The longest wait for the first event, where another provider waits for its turn: it may be less
   * than this one's own, and silence is then not worth a second try.
   */
  readonly patienceMs?: number | undefined;
}

/** Asks one provider; the layers around a provider all have this shape. Never rejects. */
export type AskProvider = (request: AiRequest, watch: AskWatch) => Promise<AiAttempt>;
