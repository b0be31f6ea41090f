import { assertNever } from "#core/lib/assert-never.ts";
import type { AiEvent, AiFailure, AiToolCall, AiUsage } from "#core/model/ports/ai-provider.ts";
import type { AiAnswer, AiAttempt, AiCitation, AiUnanswered } from "./attempt.ts";

/** More calls in one answer than any loop would run. */
const maxCalls = 64;
const maxCitations = 50;
/** A token is seldom longer; an answer that goes on past this has lost its own limit. */
const charsPerToken = 16;

type Done = Extract<AiEvent, { readonly kind: "done" }>;

/** Gathers the events of one stream into one answer. */
export class StreamFolding {
  readonly #model: string;
  readonly #maxChars: number;
  readonly #calls: AiToolCall[] = [];
  readonly #citations: AiCitation[] = [];
  #text = "";
  #usage: AiUsage | undefined;
  #hasBegun = false;

  /** `model`: the one that was asked, should the vendor not tell which answered. */
  constructor(model: string, maxTokens: number) {
    this.#model = model;
    this.#maxChars = maxTokens * charsPerToken;
  }

  /** What the answer is, once the event ends it; undefined while it goes on. */
  take(event: AiEvent): AiAttempt | undefined {
    switch (event.kind) {
      case "text":
        return this.#write(this.#text + event.text);
      case "replace":
        return this.#write(event.text);
      case "tool":
        this.#hasBegun = true;
        if (this.#calls.length < maxCalls) this.#calls.push(event.call);
        return undefined;
      case "citation": {
        const { title, url } = event;
        if (this.#citations.length < maxCitations) this.#citations.push({ title, url });
        return undefined;
      }
      case "usage":
        this.#usage = event;
        return undefined;
      case "done":
        return this.#end(event);
      default:
        return assertNever(event, "event of a stream");
    }
  }

  /** The stream ended, or was ended, without an answer. */
  fail(kind: AiUnanswered["kind"], failure: AiFailure): AiUnanswered {
    const textChars = this.#text.length;
    return { kind, failure, hasBegun: this.#hasBegun, usage: this.#usage, textChars };
  }

  #write(text: string): AiAnswer | undefined {
    this.#hasBegun = true;
    this.#text = text;
    if (text.length <= this.#maxChars) return undefined;
    // Ended early: nothing of what would still come is of use, and all of it would cost.
    return this.#answer({ text: text.slice(0, this.#maxChars), calls: [], isCut: true });
  }

  #answer(change: Partial<AiAnswer>): AiAnswer {
    return {
      kind: "answered",
      text: this.#text,
      calls: this.#calls,
      citations: this.#citations,
      usage: this.#usage,
      isRefused: false,
      isCut: false,
      model: this.#model,
      ...change,
    };
  }

  #end({ reason, error, model, native, conversation }: Done): AiAttempt {
    const told = {
      ...(model === undefined ? {} : { model }),
      ...(native === undefined ? {} : { native }),
      ...(conversation === undefined ? {} : { thread: conversation }),
    };
    switch (reason) {
      case "stop":
        return this.#answer(told);
      case "length":
        return this.#answer({ ...told, calls: [], isCut: true });
      case "refused":
        return this.#answer({ ...told, text: "", calls: [], isRefused: true });
      case "tools":
        if (this.#calls.length > 0) return this.#answer(told);
        return this.fail("failed", protocol("it wants results of calls that it did not make"));
      case "aborted":
        return this.fail("failed", protocol("it stopped by itself"));
      case "error":
        return this.fail("failed", error ?? protocol("it failed and did not say how"));
      default:
        return assertNever(reason, "end of a stream");
    }
  }
}

/** The failure of an answer that cannot be understood. */
export function protocol(message: string): AiFailure {
  return { kind: "protocol", message };
}
