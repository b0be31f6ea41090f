import type { AccountId } from "#core/lib/ids.ts";
import { type Millis, minuteMs } from "#core/lib/millis.ts";
import type { Log } from "#core/model/ports/log.ts";

/** Messages that were taken without a word about any of them. Source: reliability, 5. */
const silentSends = 10;
/** And for how long, in milliseconds: a burst is out before its first receipt can be here. */
const patienceMs = 5 * minuteMs;

const action =
  "See on the network whether this account's webhook points here and is subscribed to messages and their receipts. Until receipts come, a message whose outcome is unknown may be sent twice.";

/** Notices that an account's messages are taken and nothing tells any more what becomes of them. */
export interface ReceiptWatch {
  /** The network has taken a message. */
  accepted(account: AccountId, now: Millis): void;
  /** A receipt has come in, of whatever message. */
  heard(account: AccountId): void;
}

interface Silence {
  readonly sinceAt: Millis;
  count: number;
  isTold: boolean;
}

export function createReceiptWatch(log: Log): ReceiptWatch {
  const silences = new Map<AccountId, Silence>();
  return {
    accepted(account, now) {
      const silence = silences.get(account) ?? { sinceAt: now, count: 0, isTold: false };
      silences.set(account, silence);
      silence.count += 1;
      const ms = now - silence.sinceAt;
      if (silence.isTold || silence.count < silentSends || ms < patienceMs) return;
      silence.isTold = true;
      log.warn("outbox.receipts-missing", { account, count: silence.count, ms, action });
    },
    heard(account) {
      const silence = silences.get(account);
      if (silence === undefined) return;
      silences.delete(account);
      if (silence.isTold) log.info("outbox.receipts-back", { account });
    },
  };
}
