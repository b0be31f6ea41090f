import { createLog } from "#core/log/create-log.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import type { LoadedAccount } from "./load-plugins.ts";
import { noFiles } from "./open-channel.ts";
import { writtenSettings } from "./prepare-accounts.ts";
import { realClock } from "./real-clock.ts";
import { createRealRandom } from "./real-random.ts";

/**
 * The channel that an account's simulator would have, for the checker: with the settings that are written in
 * bot.yaml, if they fit. So no secret is needed and nothing goes out. Undefined for one without a simulator.
 */
export function probeChannel(loaded: LoadedAccount): Channel | undefined {
  const { account, plugin } = loaded;
  const random = createRealRandom();
  const simulator = plugin.simulate?.({
    clock: realClock,
    random,
    deliver: () => Promise.resolve(undefined),
  });
  if (simulator === undefined) return undefined;
  const context = {
    log: createLog({ level: "error", clock: realClock, format: () => "", write: () => {} }),
    clock: realClock,
    random,
    net: simulator.net,
    files: noFiles,
    signal: AbortSignal.abort(),
    values: { get: () => Promise.resolve(undefined), set: () => Promise.resolve() },
  };
  const own = { ...writtenSettings(loaded), ...simulator.settings };
  try {
    return plugin.create(context, account, own);
  } catch {
    // What is wrong with the settings is told elsewhere.
    return plugin.create(context, account, simulator.settings);
  }
}
