import { errorText } from "#core/lib/bot-error.ts";
import type { AccountId } from "#core/lib/ids.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import type { Send } from "#core/model/send.ts";
import { createAllowance } from "./allowance.ts";
import { type CarryDeps, carrySend } from "./carry-send.ts";
import { createMendWatch } from "./mend-watch.ts";
import { createPauses } from "./pauses.ts";

/** Sends what is due. One round claims; the sends go on beside each other. */
export interface Outbox {
  round(): Promise<boolean>;
  readonly inFlight: number;
  /** When a paused account may go on, or is looked at; the store does not know of pauses. */
  nextEndAt(): Millis | undefined;
}

export interface OutboxDeps extends Omit<CarryDeps, "pauses" | "mending"> {
  readonly channels: ReadonlyMap<AccountId, Channel>;
  /** Called when a send is over, so that the next of its line can go. */
  readonly onOver: () => void;
}

export function createOutbox(deps: OutboxDeps): Outbox {
  const { store, clock, log, channels } = deps;
  const { sendsInFlight, pauseMs } = deps.settings.outbox;
  const pauses = createPauses(pauseMs);
  const mending = createMendWatch({
    channels,
    clock,
    log,
    onMended(account) {
      pauses.lift(account);
      deps.onOver();
    },
  });
  const carryDeps = { ...deps, pauses, mending };
  const accounts = [...channels.keys()];
  const allowance = createAllowance(deps.settings.limits.account);
  let inFlight = 0;

  async function begin(send: Send): Promise<void> {
    inFlight += 1;
    try {
      const channel = channels.get(send.account);
      if (channel !== undefined) await carrySend(carryDeps, send, channel);
    } catch (error) {
      // The lease runs out and the row is claimed again; a row left `sending` becomes unknown.
      log.warn("outbox.send-lost", { message: send.id, error: errorText(error) });
    }
    inFlight -= 1;
    deps.onOver();
  }

  /** Claims of one account what its pace lets go. */
  async function claim(account: AccountId): Promise<void> {
    const now = clock.now();
    const paused = pauses.paused(now);
    if (paused.includes(account)) return;
    const { count, until } = allowance.left(account, sendsInFlight - inFlight, now);
    if (count === 0) {
      if (inFlight < sendsInFlight) pauses.hold(account, until);
      return;
    }
    const sends = await store.claimSends(count, now, [account]);
    allowance.spend(account, sends.length, now);
    for (const send of sends) void begin(send);
  }

  return {
    async round() {
      mending.round();
      // One after the other, so that a busy account cannot take every place in flight first.
      for (const account of accounts) await claim(account);
      return false;
    },
    get inFlight() {
      return inFlight;
    },
    nextEndAt() {
      const endAt = pauses.nextEndAt(clock.now());
      const lookAt = mending.nextLookAt();
      if (endAt === undefined || lookAt === undefined) return endAt ?? lookAt;
      return endAt < lookAt ? endAt : lookAt;
    },
  };
}
