import { later, type Millis, minuteMs, secondMs } from "#core/lib/millis.ts";
import type { AiFailureKind } from "#core/model/ports/ai-provider.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { AiAttempt, AskProvider } from "./attempt.ts";
import { isRetryable, needsOwner } from "./failure-kinds.ts";

const maxInRow = 5;
/** Half of so many failed: it opens as well. */
const windowSize = 20;
const restMs = { first: 30 * secondMs, longest: 5 * minuteMs };
/** Short: whoever has just mended it tries it at once, and such a refusal costs nothing. */
const ownerRestMs = minuteMs;

/**
 * Spares a provider that is down, and the people who wait for it.
 *
 *     closed ──5 failures in a row, or 10 of 20──► open ──rest is over──► half-open
 *       ▲                                           ▲                        │
 *       └────────────── answered ───────────────────┼────────────────────────┤
 *                                                   └── failed, rest × 2 ────┘
 *
 * Half-open, one question goes through and the others are skipped. What only the owner can mend, such as
 * a wrong key or used up money, opens it at once and is an alarm, one until it answers again or is wrong in
 * another way. One breaker for one provider and model.
 */
export class Breaker {
  readonly #clock: Clock;
  readonly #log: Log;
  #recent: boolean[] = [];
  #failuresInRow = 0;
  #restMs = restMs.first;
  #restsUntil: Millis | undefined;
  #isTrying = false;
  /** Why it rests. */
  #reason = "";
  #alarmed: AiFailureKind | undefined;

  constructor(deps: { readonly clock: Clock; readonly log: Log }) {
    this.#clock = deps.clock;
    this.#log = deps.log;
  }

  /** The same questions, but for those that are skipped while it rests. */
  around(ask: AskProvider): AskProvider {
    return async (request, watch) => {
      const now = this.#clock.now();
      const until = this.#restsUntil;
      if (until !== undefined && (now < until || this.#isTrying)) {
        return { kind: "skipped", reason: "resting", message: `it rests: ${this.#reason}` };
      }
      const isTrial = until !== undefined;
      if (isTrial) this.#isTrying = true;
      try {
        const attempt = await ask(request, watch);
        this.#note(attempt, isTrial);
        return attempt;
      } finally {
        if (isTrial) this.#isTrying = false;
      }
    };
  }

  #note(attempt: AiAttempt, isTrial: boolean): void {
    if (attempt.kind === "answered") return this.#noteGood(isTrial);
    // Who was called off or not asked tells nothing.
    if (attempt.kind !== "failed") return;
    const { kind, message } = attempt.failure;
    if (needsOwner(kind)) {
      if (this.#alarmed !== kind) {
        this.#log.error("provider.needs-owner", { code: kind, error: message });
      }
      this.#alarmed = kind;
      this.#open(ownerRestMs, message);
    } else if (isRetryable(kind)) this.#noteBad(isTrial, message);
    else if (isTrial) this.#noteGood(isTrial);
  }

  #noteGood(isTrial: boolean): void {
    this.#failuresInRow = 0;
    this.#alarmed = undefined;
    this.#remember(true);
    // An answer to a question of before the rest does not end it.
    if (!isTrial) return;
    this.#recent = [];
    this.#restMs = restMs.first;
    this.#restsUntil = undefined;
    this.#log.info("provider.answers-again");
  }

  #noteBad(isTrial: boolean, message: string): void {
    this.#failuresInRow += 1;
    this.#remember(false);
    const failures = this.#recent.filter((isGood) => !isGood).length;
    const isHalf = this.#recent.length === windowSize && failures * 2 >= windowSize;
    if (isTrial) this.#restMs = Math.min(restMs.longest, this.#restMs * 2);
    else if (this.#restsUntil !== undefined) return;
    else if (this.#failuresInRow < maxInRow && !isHalf) return;
    this.#log.warn("provider.rests", { ms: this.#restMs });
    this.#open(this.#restMs, `it failed too often of late, at last with ${message}`);
  }

  #open(ms: number, reason: string): void {
    this.#reason = reason;
    this.#restsUntil = later(this.#clock.now(), ms);
    this.#failuresInRow = 0;
    this.#recent = [];
  }

  #remember(isGood: boolean): void {
    this.#recent.push(isGood);
    if (this.#recent.length > windowSize) this.#recent.shift();
  }
}
