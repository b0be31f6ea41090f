import {
  type Clock,
  dayMs,
  hourMs,
  type JsonObject,
  type Millis,
  type Random,
  type SimulatorFaults,
  secondMs,
  type WebhookSink,
} from "sapa/plugin";
import { drawMs } from "./graph-exchange.ts";
import { metaJson, signWebhook } from "./sign-webhook.ts";

/** For how long an unanswered webhook is sent again. Source: webhooks overview, reference 1.5. */
const retryForMs = 7 * dayMs;
const firstGapMs = secondMs;
const greatestGapMs = 6 * hourMs;

const duplicateDelay = { minMs: 0, maxMs: 60_000 };
const reorderDelay = { minMs: 0, maxMs: 8_000 };

export interface WebhookSenderDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly deliver: WebhookSink;
  readonly appSecret: string;
  readonly faults: () => SimulatorFaults;
}

/**
 * Delivers webhooks at least once: what is not answered 200 goes out again, the same bytes, at once
 * and then with growing gaps for seven days. Faults make copies and delays.
 */
export class WebhookSender {
  readonly #deps: WebhookSenderDeps;
  #pending = 0;

  constructor(deps: WebhookSenderDeps) {
    this.#deps = deps;
  }

  /** Webhooks that are neither delivered nor given up. */
  get pending(): number {
    return this.#pending;
  }

  /** Sends a body; `done` resolves when it was delivered or given up. */
  send(body: JsonObject): { readonly bytes: Uint8Array; readonly done: Promise<void> } {
    const bytes = new TextEncoder().encode(metaJson(body));
    const faults = this.#deps.faults();
    if (this.#chance(faults.duplicateWebhook)) void this.resend(bytes, this.#draw(duplicateDelay));
    const delayMs = this.#chance(faults.reorderWebhook) ? this.#draw(reorderDelay) : 0;
    return { bytes, done: this.resend(bytes, delayMs) };
  }

  /** Sends bytes that were sent before; resolves when they were delivered or given up. */
  async resend(bytes: Uint8Array, delayMs = 0): Promise<void> {
    const { clock } = this.#deps;
    this.#pending += 1;
    if (delayMs > 0) await this.#pause(delayMs);
    const givenUpAt = clock.now() + retryForMs;
    for (let attempt = 1; ; attempt += 1) {
      const status = await this.#post(bytes, clock.now());
      const gapMs = this.#gapMs(attempt);
      if (status === 200 || clock.now() + gapMs > givenUpAt) break;
      await this.#pause(gapMs);
    }
    this.#pending -= 1;
  }

  async #post(bytes: Uint8Array, at: Millis): Promise<number | undefined> {
    try {
      return await this.#deps.deliver(signWebhook(this.#deps.appSecret, bytes, at));
    } catch {
      // A receiver that falls over is one that did not answer.
      return undefined;
    }
  }

  #gapMs(attempt: number): number {
    const gapMs = Math.min(greatestGapMs, firstGapMs * 4 ** (attempt - 1));
    return gapMs * (0.75 + this.#deps.random.fraction() / 2);
  }

  #pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.#deps.clock.after(delayMs, resolve);
    });
  }

  #draw(span: { readonly minMs: number; readonly maxMs: number }): number {
    return drawMs(span, this.#deps.random.fraction());
  }

  #chance(rate: number | undefined): boolean {
    return rate !== undefined && rate > 0 && this.#deps.random.fraction() < rate;
  }
}
