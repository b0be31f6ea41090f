import { errorText } from "#core/lib/bot-error.ts";
import type { AccountId } from "#core/lib/ids.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import type { Log } from "#core/model/ports/log.ts";

/**
 * Asks each network whether the account works and logs what it says. Whatever that is, the bot runs
 * on and keeps what comes in: an account that is refused today may work in an hour.
 */
export async function checkChannels(
  channels: ReadonlyMap<AccountId, Channel>,
  log: Log,
): Promise<void> {
  for (const [account, channel] of channels) {
    try {
      const problem = await channel.check();
      if (problem === undefined) {
        log.info("channel.checked", { account });
        continue;
      }
      const { code, meaning, action } = problem;
      log.error("channel.refused", { account, code, meaning, action });
    } catch (error) {
      log.error("channel.check-failed", { account, error: errorText(error) });
    }
  }
}
