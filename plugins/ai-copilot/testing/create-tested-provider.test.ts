import type { AiProvider, Json, Net } from "sapa/plugin";
import { createQuietLog, SeededRandom, VirtualClock } from "sapa/plugin/testing";
import plugin from "#plugins/ai-copilot/index.ts";

/** What outlives a process: the plugin's values. */
export type Kept = Map<string, Json>;

/** A provider of a new process, over what an earlier one kept. */
export function createTestedProvider(
  base: string,
  net: Net,
  kept: Kept,
  more: object = {},
): AiProvider {
  const context = {
    log: createQuietLog(),
    clock: new VirtualClock(0),
    random: new SeededRandom(1),
    net,
    files: { read: () => Promise.resolve(undefined) },
    signal: new AbortController().signal,
    values: {
      get: (key: string) => Promise.resolve(kept.get(key)),
      set(key: string, value: Json | undefined) {
        if (value === undefined) kept.delete(key);
        else kept.set(key, value);
        return Promise.resolve();
      },
    },
  };
  const settings = { tenant: "tenant-1", client: "client-1", base, ...more };
  return plugin.create(context, "kantor", plugin.config.parse(settings));
}
