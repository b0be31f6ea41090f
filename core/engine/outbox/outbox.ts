import { hideWords, wordsOfSend } from "#core/engine/hide-words.ts";
import { errorText } from "#core/lib/bot-error.ts";
import type { AccountId } from "#core/lib/ids.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import type { Send } from "#core/model/send.ts";
import { createAllowance } from "./allowance.ts";
import { type CarryDeps, carrySend, carryStarted } from "./carry-send.ts";
import { createMendWatch } from "./mend-watch.ts";
import { createPauses } from "./pauses.ts";
import { createStraightSends, type StraightSends } from "./straight-sends.ts";

/** Sends what is due. One round claims; the sends go on beside each other. */
export interface Outbox {
  round(): Promise<boolean>;
  readonly inFlight: number;
  /** When a paused account may go on, or is looked at; the store does not know of pauses. */
  nextEndAt(): Millis | undefined;
  /** The short way: begun with the plan of the turn that says it. */
  readonly straight: StraightSends;
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
  const allowance = createAllowance(() => deps.settings.limits.account);
  /** Accounts of which the last round left something in the line. */
  const behind = new Set<AccountId>();
  let inFlight = 0;

  const straight = createStraightSends({
    settings: deps.settings,
    isFree(account, now) {
      const free = sendsInFlight - inFlight - straight.asked;
      if (free <= 0 || behind.has(account) || pauses.isPaused(account, now)) return false;
      return allowance.left(account, 1, now).count > 0;
    },
    begin(send) {
      allowance.spend(send.account, 1, clock.now());
      void begin(send, carryStarted);
    },
  });

  async function begin(send: Send, carry: typeof carrySend): Promise<void> {
    inFlight += 1;
    try {
      const channel = channels.get(send.account);
      if (channel !== undefined) await carry(carryDeps, send, channel);
    } catch (error) {
      // The lease runs out and the row is claimed again; a row left `sending` becomes unknown.
      const text = hideWords(errorText(error), wordsOfSend(send));
      log.warn("outbox.send-lost", { message: send.id, error: text });
    }
    inFlight -= 1;
    deps.onOver();
  }

  /** Claims of one account what its pace lets go. */
  async function claim(account: AccountId): Promise<void> {
    const now = clock.now();
    if (pauses.isPaused(account, now)) return;
    const free = sendsInFlight - inFlight - straight.asked;
    const { count, until } = allowance.left(account, free, now);
    if (count <= 0) {
      if (free > 0) pauses.hold(account, until);
      return;
    }
    const sends = await store.claimSends(count, now, [account]);
    if (sends.length < count) behind.delete(account);
    else behind.add(account);
    allowance.spend(account, sends.length, now);
    for (const send of sends) void begin(send, carrySend);
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
    nextEndAt: () => earlier(pauses.nextEndAt(clock.now()), mending.nextLookAt()),
    straight,
  };
}

function earlier(a: Millis | undefined, b: Millis | undefined): Millis | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a < b ? a : b;
}
