import { accountId } from "#core/lib/ids.ts";
import { dayMs } from "#core/lib/millis.ts";
import type { Channel, ChannelOutcome, WebhookReading } from "#core/model/ports/channel.ts";

/** A channel on which nothing happens but that somebody types. */
export class TestTyping implements Channel {
  readonly account = accountId("shop");
  readonly kind = "test";
  readonly capabilities = {
    text: { maxChars: 4_096 },
    templates: true,
    reactions: true,
    windowMs: dayMs,
    markup: "none",
  } as const;
  readonly #onTyping: (vendorId: string, typing: boolean) => void;

  constructor(onTyping: (vendorId: string, typing: boolean) => void) {
    this.#onTyping = onTyping;
  }

  receive(): WebhookReading {
    return { kind: "foreign", reason: "nothing comes here" };
  }

  send(): Promise<ChannelOutcome> {
    return Promise.resolve({ kind: "accepted", vendorId: "v" });
  }

  acknowledge(vendorId: string, typing: boolean): Promise<void> {
    this.#onTyping(vendorId, typing);
    return Promise.resolve();
  }

  check(): Promise<undefined> {
    return Promise.resolve(undefined);
  }
}
