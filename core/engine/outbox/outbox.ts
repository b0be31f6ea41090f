import { errorText } from "#core/lib/bot-error.ts";
import type { AccountId } from "#core/lib/ids.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import type { Send } from "#core/model/send.ts";
import { type CarryDeps, carrySend } from "./carry-send.ts";
import { createPauses } from "./pauses.ts";

/** Sends what is due. One round claims; the sends go on beside each other. */
export interface Outbox {
  round(): Promise<boolean>;
  readonly inFlight: number;
  /** When a paused account may go on; the store does not know of pauses. */
  nextEndAt(): Millis | undefined;
}

export interface OutboxDeps extends Omit<CarryDeps, "pauses"> {
  readonly channels: ReadonlyMap<AccountId, Channel>;
  /** Called when a send is over, so that the next of its line can go. */
  readonly onOver: () => void;
}

export function createOutbox(deps: OutboxDeps): Outbox {
  const { store, clock, log, channels } = deps;
  const { sendsInFlight, pauseMs } = deps.settings.outbox;
  const pauses = createPauses(pauseMs);
  const carryDeps = { ...deps, pauses };
  let inFlight = 0;

  async function begin(send: Send): Promise<void> {
    inFlight += 1;
    try {
      const channel = channels.get(send.account);
      if (channel === undefined) {
        const decision = { kind: "block", reason: "no-channel" } as const;
        await store.startSend(send, decision, clock.now());
      } else {
        await carrySend(carryDeps, send, channel);
      }
    } catch (error) {
      // The lease runs out and the row is claimed again; a row left `sending` becomes unknown.
      log.warn("outbox.send-lost", { message: send.id, error: errorText(error) });
    }
    inFlight -= 1;
    deps.onOver();
  }

  return {
    async round() {
      const free = sendsInFlight - inFlight;
      if (free <= 0) return false;
      const now = clock.now();
      const sends = await store.claimSends(free, now, pauses.paused(now));
      for (const send of sends) void begin(send);
      return false;
    },
    get inFlight() {
      return inFlight;
    },
    nextEndAt: () => pauses.nextEndAt(clock.now()),
  };
}
