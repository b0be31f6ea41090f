import { errorText } from "#core/lib/bot-error.ts";
import type { AccountId } from "#core/lib/ids.ts";
import { later, type Millis, secondMs } from "#core/lib/millis.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Log } from "#core/model/ports/log.ts";

/** How often the network is asked whether a paused account works again, in milliseconds. */
const lookMs = 30 * secondMs;

/**
 * Asks the network, while an account is paused, whether its owner has mended it, so that what is
 * held goes soon and not at the end of a long pause. Only an account of which the network itself has
 * told what is wrong: of any other its good word says nothing.
 */
export interface MendWatch {
  /** The account is paused; from here on it is looked at. */
  begin(account: AccountId): void;
  /** The account works. */
  end(account: AccountId): void;
  /** Looks where it is time. */
  round(): void;
  nextLookAt(): Millis | undefined;
}

interface Look {
  at: Millis;
  /** The network has told that something is wrong. */
  isTold: boolean;
}

export function createMendWatch(deps: {
  readonly channels: ReadonlyMap<AccountId, Pick<Channel, "check">>;
  readonly clock: Clock;
  readonly log: Log;
  /** Called when the network says that the account works again. */
  readonly onMended: (account: AccountId) => void;
}): MendWatch {
  const { channels, clock, log } = deps;
  const looks = new Map<AccountId, Look>();

  async function look(account: AccountId, channel: Pick<Channel, "check">, item: Look) {
    const isWell = await isWorking(account, channel);
    if (looks.get(account) !== item) return;
    if (!isWell) {
      item.isTold = true;
      return;
    }
    looks.delete(account);
    if (!item.isTold) return;
    log.info("account.mended", { account });
    deps.onMended(account);
  }

  async function isWorking(account: AccountId, channel: Pick<Channel, "check">) {
    try {
      return (await channel.check()) === undefined;
    } catch (error) {
      log.warn("channel.check-failed", { account, error: errorText(error) });
      return false;
    }
  }

  return {
    begin(account) {
      if (!looks.has(account)) looks.set(account, { at: clock.now(), isTold: false });
    },
    end(account) {
      looks.delete(account);
    },
    round() {
      const now = clock.now();
      for (const [account, item] of looks) {
        const channel = channels.get(account);
        if (channel === undefined || item.at > now) continue;
        item.at = later(now, lookMs);
        void look(account, channel, item);
      }
    },
    nextLookAt() {
      let next: Millis | undefined;
      for (const { at } of looks.values()) if (next === undefined || at < next) next = at;
      return next;
    },
  };
}
