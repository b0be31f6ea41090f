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
import { mergeChanges, type Packing } from "./merge-changes.ts";
import { metaJson, signWebhook } from "./sign-webhook.ts";
import { type Change, type FakeNumber, webhookBody, webhookEntry } from "./webhook-body.ts";

/** For how long an unanswered webhook is sent again. Source: webhooks overview, reference 1.5. */
const retryForMs = 7 * dayMs;
const firstGapMs = secondMs;
const greatestGapMs = 6 * hourMs;

const duplicateDelay = { minMs: 0, maxMs: 60_000 };
const reorderDelay = { minMs: 0, maxMs: 8_000 };
/** How long changes that go out together wait for each other. */
const batchDelay = { minMs: 200, maxMs: 4_000 };
/** Most updates in one POST. Source: reference 1.5. */
const maxBatch = 1_000;
const packings: readonly Packing[] = ["entries", "changes", "lists"];

export interface WebhookSenderDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly number: FakeNumber;
  readonly deliver: WebhookSink;
  readonly appSecret: string;
  readonly faults: () => SimulatorFaults;
}

/** A webhook on its way. `bytes` are those that go out, known once nothing more can join them. */
export interface Sending {
  readonly bytes: Promise<Uint8Array>;
  /** Resolves when it was delivered or given up. */
  readonly done: Promise<void>;
}

interface Batch {
  readonly changes: Change[];
  readonly sending: Sending;
  readonly close: () => void;
}

/**
 * Delivers webhooks at least once: what is not answered 200 goes out again, the same bytes, at once
 * and then with growing gaps for seven days. Faults make copies, delays and batches.
 */
export class WebhookSender {
  readonly #deps: WebhookSenderDeps;
  #pending = 0;
  #batch: Batch | undefined;

  constructor(deps: WebhookSenderDeps) {
    this.#deps = deps;
  }

  /** Webhooks that are neither delivered nor given up. */
  get pending(): number {
    return this.#pending;
  }

  /**
   * Sends one change, alone or, if faults say so, together with others. What comes while others wait
   * joins them: a batch puts nothing out of order.
   */
  send(change: Change): Sending {
    const isBatched = this.#batch !== undefined || this.#chance(this.#deps.faults().batchWebhook);
    if (isBatched) return this.#join([change]);
    const { clock, number } = this.#deps;
    return this.#post(webhookBody([webhookEntry(number, [change], clock.now())]));
  }

  /** Sends several changes in one webhook. */
  sendTogether(changes: readonly Change[]): Sending {
    return this.#batch === undefined ? this.#merge(changes) : this.#join(changes);
  }

  #merge(changes: readonly Change[]): Sending {
    const { clock, number, random } = this.#deps;
    const packing = packings[Math.floor(random.fraction() * packings.length)] ?? "entries";
    return this.#post(mergeChanges(number, changes, packing, clock.now()));
  }

  /** Sends bytes that were sent before; resolves when they were delivered or given up. */
  async resend(bytes: Uint8Array, delayMs = 0): Promise<void> {
    const { clock } = this.#deps;
    this.#pending += 1;
    if (delayMs > 0) await this.#pause(delayMs);
    const givenUpAt = clock.now() + retryForMs;
    for (let attempt = 1; ; attempt += 1) {
      const status = await this.#deliver(bytes, clock.now());
      const gapMs = this.#gapMs(attempt);
      if (status === 200 || clock.now() + gapMs > givenUpAt) break;
      await this.#pause(gapMs);
    }
    this.#pending -= 1;
  }

  #join(changes: readonly Change[]): Sending {
    const batch = this.#batch ?? this.#openBatch();
    batch.changes.push(...changes);
    if (batch.changes.length >= maxBatch) batch.close();
    return batch.sending;
  }

  #openBatch(): Batch {
    const changes: Change[] = [];
    const opened = Promise.withResolvers<Sending>();
    let isOpen = true;
    const close = () => {
      if (!isOpen) return;
      isOpen = false;
      this.#batch = undefined;
      this.#pending -= 1;
      opened.resolve(this.#merge(changes));
    };
    this.#pending += 1;
    this.#deps.clock.after(this.#draw(batchDelay), close);
    const sending = {
      bytes: opened.promise.then(({ bytes }) => bytes),
      done: opened.promise.then(({ done }) => done),
    };
    this.#batch = { changes, sending, close };
    return this.#batch;
  }

  #post(body: JsonObject): Sending {
    const bytes = new TextEncoder().encode(metaJson(body));
    const faults = this.#deps.faults();
    if (this.#chance(faults.duplicateWebhook)) void this.resend(bytes, this.#draw(duplicateDelay));
    const delayMs = this.#chance(faults.reorderWebhook) ? this.#draw(reorderDelay) : 0;
    return { bytes: Promise.resolve(bytes), done: this.resend(bytes, delayMs) };
  }

  async #deliver(bytes: Uint8Array, at: Millis): Promise<number | undefined> {
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
