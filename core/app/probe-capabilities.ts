import type { CatalogChannel } from "#core/flow/catalog.ts";
import { createLog } from "#core/log/create-log.ts";
import type { LoadedAccount } from "./load-plugins.ts";
import { noFiles } from "./open-channel.ts";
import { realClock } from "./real-clock.ts";
import { createRealRandom } from "./real-random.ts";

/**
 * What an account can show, for the checker: asked of the channel that its simulator would have, so
 * that no secret is needed and nothing goes out. Undefined for a channel without a simulator.
 */
export function probeCapabilities({ account, plugin }: LoadedAccount): CatalogChannel | undefined {
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
  const { kind, capabilities } = plugin.create(context, account, simulator.settings);
  return { account, kind, capabilities };
}
