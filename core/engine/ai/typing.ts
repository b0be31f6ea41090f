import { errorText } from "#core/lib/bot-error.ts";
import type { AccountId, ConversationId } from "#core/lib/ids.ts";
import { secondMs } from "#core/lib/millis.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { Records } from "#core/model/ports/records.ts";

/** "Typing…" goes away by itself after 25 s. Source: Cloud API, typing indicators. */
const refreshMs = 20 * secondMs;
const maxRefreshes = 6;

export interface Typing {
  /** The answer goes on. */
  onLife(): void;
  stop(): void;
}

/**
 * Keeps "typing…" up while an answer streams: the turn that asked has put it there already. It is
 * put there again only as long as the stream shows life, and not for ever: a bot that types for
 * minutes has nothing to say.
 */
export function keepTyping(
  deps: {
    readonly channels: ReadonlyMap<AccountId, Channel>;
    readonly records: Pick<Records, "events">;
    readonly clock: Clock;
    readonly log: Log;
  },
  { account, conversation }: { readonly account: AccountId; readonly conversation: ConversationId },
): Typing {
  const { clock, log } = deps;
  const channel = deps.channels.get(account);
  let left = maxRefreshes;
  let isAlive = false;
  let cancel = channel === undefined ? () => {} : clock.after(refreshMs, refresh);

  function refresh(): void {
    left -= 1;
    if (left > 0) cancel = clock.after(refreshMs, refresh);
    if (!isAlive || channel === undefined) return;
    isAlive = false;
    show(channel).catch((error: unknown) => {
      log.debug("channel.acknowledge-failed", { error: errorText(error) });
    });
  }

  async function show(shown: Channel): Promise<void> {
    const [newest] = await deps.records.events({ conversation, kind: "message", limit: 1 });
    if (newest?.body.kind === "message") await shown.acknowledge(newest.body.message.id, true);
  }

  return {
    onLife() {
      isAlive = true;
    },
    stop: () => cancel(),
  };
}
