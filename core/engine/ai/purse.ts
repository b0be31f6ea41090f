import { BotError, errorText } from "#core/lib/bot-error.ts";
import { isUnsent } from "#core/lib/is-unsent.ts";
import type { AiPrice, AiProvider, AiRequest } from "#core/model/ports/ai-provider.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { Reservation, Store } from "#core/model/ports/store.ts";
import type { AiAnswer, AiSkipped, AiUnanswered, AskProvider } from "./attempt.ts";
import { costOf, priceOf, type Tokens, usedTokens, worstTokens } from "./cost.ts";
import { keepSettling } from "./keep-settling.ts";

/** A cap that questions of this activity draw on. */
export interface PurseCap {
  readonly key: string;
  readonly cap: number;
  readonly periodAt: Extract<Reservation["takes"][number], { kind: "budget" }>["periodAt"];
  /** For the refusal: whose it is. */
  readonly whose: string;
}

/** One attempt that may have cost something. */
export interface AiSpending {
  readonly provider: string;
  readonly model: string;
  readonly tokens: Tokens;
  readonly microUsd: number;
  /** False: the vendor did not tell what was used. */
  readonly isTold: boolean;
  readonly outcome: "answered" | "failed" | "aborted";
  readonly ms: number;
}

/** How a provider charges what it is asked. */
export interface Fee {
  /** For people and records. */
  readonly model: string;
  /** Nobody knows what it costs: where there is a budget it is not asked. */
  readonly isUnknown: boolean;
  /** The most that it can cost, in micro-USD. */
  worst(request: AiRequest): number;
  /** What it did cost, as it was told or at an estimate. */
  used(
    attempt: AiAnswer | AiUnanswered,
    request: AiRequest,
  ): { readonly tokens: Tokens; readonly microUsd: number; readonly isTold: boolean };
}

/** What is paid for by `pay`. */
export interface PaidJob {
  readonly provider: string;
  readonly model: string;
  readonly price: AiPrice | "free" | "unknown";
  /** The most that it can come to. */
  readonly worst: Tokens;
}

export type Paid<T> =
  | { readonly kind: "done"; readonly value: T }
  | { readonly kind: "failed"; readonly error: unknown }
  | AiSkipped;

export interface PurseDeps {
  readonly store: Pick<Store, "reserve" | "settle">;
  readonly clock: Clock;
  readonly log: Log;
  /** Names this beginning of this activity: a later one pays anew, as the vendor is asked anew. */
  readonly id: string;
  readonly caps: readonly PurseCap[];
  /** What the question itself may cost, all its attempts together. */
  readonly budgetMicroUsd: number | undefined;
  readonly onSpent: (spending: AiSpending) => void;
}

/**
 * The money of one activity. Before a provider is asked, the worst that it can cost is reserved from
 * every cap; afterwards what it did cost takes its place. What is cut off in between, by a crash or
 * an abort, stays counted in full, or at its estimate. So the caps hold whatever runs side by side.
 */
export class Purse {
  readonly #deps: PurseDeps;
  #count = 0;
  /** Spent, and reserved by questions that are under way. */
  #held = 0;
  #inputTokens = 0;
  #outputTokens = 0;
  #microUsd = 0;

  constructor(deps: PurseDeps) {
    this.#deps = deps;
  }

  get spent(): { inputTokens: number; outputTokens: number; costMicroUsd: number } {
    return {
      inputTokens: this.#inputTokens,
      outputTokens: this.#outputTokens,
      costMicroUsd: this.#microUsd,
    };
  }

  /** `fee`: how what is asked is charged; by its tokens, if absent. */
  around(ask: AskProvider, provider: AiProvider, fee: Fee = tokenFee(provider)): AskProvider {
    return async (request, watch) => {
      const opened = await this.#open(fee.model, fee.isUnknown, fee.worst(request));
      if (opened.kind === "skipped") return opened;
      const { id, reserved } = opened;
      const startedAt = this.#deps.clock.now();
      const attempt = await ask(request, watch);
      if (attempt.kind === "skipped") {
        await this.#settle(id, reserved, 0);
        return attempt;
      }
      const ms = this.#deps.clock.now() - startedAt;
      const settling = this.#pay({ id, reserved, attempt, request, provider, fee, ms });
      // Whoever called it off does not wait for the books.
      if (attempt.kind !== "aborted") await settling;
      return attempt;
    };
  }

  /**
   * Pays for what costs by its tokens and is no answer. `work` tells what was used, undefined: the vendor
   * did not; what it throws is paid in full, unless the vendor said no before it read anything.
   */
  async pay<T>(
    { provider, model, price, worst }: PaidJob,
    work: () => Promise<{ readonly value: T; readonly tokens: Tokens | undefined }>,
  ): Promise<Paid<T>> {
    const costs = (tokens: Tokens) => (typeof price === "string" ? 0 : costOf(tokens, price));
    const opened = await this.#open(model, price === "unknown", costs(worst));
    if (opened.kind === "skipped") return opened;
    const { id, reserved } = opened;
    const startedAt = this.#deps.clock.now();
    const settle = async (
      outcome: AiSpending["outcome"],
      told: Tokens | undefined,
      used: Tokens,
    ) => {
      const microUsd = costs(used);
      const ms = this.#deps.clock.now() - startedAt;
      const isTold = told !== undefined;
      this.#spend({ provider, model, tokens: used, microUsd, isTold, outcome, ms });
      await this.#settle(id, reserved, microUsd);
    };
    try {
      const { value, tokens } = await work();
      await settle("answered", tokens, tokens ?? worst);
      return { kind: "done", value };
    } catch (error) {
      await settle("failed", undefined, wasUnread(error) ? noTokens : worst);
      return { kind: "failed", error };
    }
  }

  /** Reserves the worst case; what is left does not hold it, or nobody knows the price: skipped. */
  async #open(
    model: string,
    isUnknown: boolean,
    reserved: number,
  ): Promise<
    AiSkipped | { readonly kind: "open"; readonly id: string; readonly reserved: number }
  > {
    const { caps, budgetMicroUsd } = this.#deps;
    if (isUnknown && (caps.length > 0 || budgetMicroUsd !== undefined)) {
      return skipped(
        `there is a budget and the price of ${model} is not known: write it in bot.yaml, under the provider`,
      );
    }
    const id = `${this.#deps.id}:${this.#count}`;
    this.#count += 1;
    return (await this.#reserve(id, reserved)) ?? { kind: "open", id, reserved };
  }

  #spend(spending: AiSpending): void {
    this.#inputTokens += spending.tokens.input;
    this.#outputTokens += spending.tokens.output;
    this.#microUsd += spending.microUsd;
    this.#deps.onSpent(spending);
  }

  async #reserve(id: string, amount: number): Promise<AiSkipped | undefined> {
    const { store, clock, log, caps, budgetMicroUsd } = this.#deps;
    if (budgetMicroUsd !== undefined && this.#held + amount > budgetMicroUsd) {
      return skipped(`it might cost more than the ${budgetMicroUsd} micro-USD of this step`);
    }
    this.#held += amount;
    if (amount === 0 || caps.length === 0) return undefined;
    const takes = caps.map(
      ({ key, cap, periodAt }) => ({ kind: "budget", key, cap, amount, periodAt }) as const,
    );
    const answer = await store.reserve({ id, takes }, clock.now()).catch((error: unknown) => {
      log.warn("ai.not-reserved", { error: errorText(error) });
      return undefined;
    });
    if (answer?.kind === "granted") return undefined;
    this.#held -= amount;
    if (answer === undefined) {
      return { kind: "skipped", reason: "resting", message: "the budget cannot be looked at now" };
    }
    const whose = caps.find(({ key }) => key === answer.key)?.whose ?? answer.key;
    return skipped(
      `what is left of the budget of ${whose} does not hold the worst case and the message with the answer`,
    );
  }

  async #pay(paid: {
    readonly id: string;
    readonly reserved: number;
    readonly attempt: AiAnswer | AiUnanswered;
    readonly request: AiRequest;
    readonly provider: AiProvider;
    readonly fee: Fee;
    readonly ms: number;
  }): Promise<void> {
    const { attempt, fee, provider, ms } = paid;
    const { tokens, microUsd, isTold } = fee.used(attempt, paid.request);
    const model = attempt.kind === "answered" ? attempt.model : fee.model;
    const { kind: outcome } = attempt;
    this.#spend({ provider: provider.name, model, tokens, microUsd, isTold, outcome, ms });
    await this.#settle(paid.id, paid.reserved, microUsd);
  }

  async #settle(id: string, reserved: number, used: number): Promise<void> {
    const { caps } = this.#deps;
    this.#held += used - reserved;
    if (reserved === 0 || caps.length === 0) return;
    await keepSettling(this.#deps, id, Object.fromEntries(caps.map(({ key }) => [key, used])));
  }
}

/** By the tokens that went and came. */
function tokenFee(provider: AiProvider): Fee {
  const price = priceOf(provider);
  return {
    model: provider.model,
    isUnknown: price === "unknown",
    worst: (request) => (typeof price === "string" ? 0 : costOf(worstTokens(request), price)),
    used(attempt, request) {
      const tokens = usedTokens(attempt, request);
      const microUsd = typeof price === "string" ? 0 : costOf(tokens, price);
      return { tokens, microUsd, isTold: attempt.usage !== undefined };
    },
  };
}

/** Nobody heard it, or the vendor said no before it read anything: that is not charged. */
function wasUnread(error: unknown): boolean {
  if (isUnsent(error)) return true;
  return error instanceof BotError && !perhapsRead.has(String(error.code));
}

const perhapsRead: ReadonlySet<string> = new Set([
  "AI_TIMEOUT",
  "AI_SERVER",
  "AI_PROTOCOL",
  "AI_ABORTED",
  "AI_UNREACHABLE",
]);
const noTokens: Tokens = { input: 0, output: 0, cached: 0 };

function skipped(message: string): AiSkipped {
  return { kind: "skipped", reason: "budget", message };
}
