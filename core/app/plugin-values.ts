import type { Json } from "#core/lib/json.ts";
import type { Records } from "#core/model/ports/records.ts";

/** What plugins keep, by plugin and key. */
export type PluginValues = Pick<Records, "pluginValue" | "setPluginValue">;

/** Gives what is kept, if anything is, and forgets what is written: for who only looks. */
export function createPassingValues(kept: PluginValues | undefined): PluginValues {
  const written = new Map<string, Json | undefined>();
  const placeOf = (plugin: string, key: string) => `${plugin}\u0000${key}`;
  return {
    pluginValue(plugin, key) {
      const place = placeOf(plugin, key);
      if (written.has(place)) return Promise.resolve(written.get(place));
      return kept?.pluginValue(plugin, key) ?? Promise.resolve(undefined);
    },
    setPluginValue(plugin, key, value) {
      written.set(placeOf(plugin, key), value);
      return Promise.resolve();
    },
  };
}
