import {
  describeReference,
  resolveSettings,
  type SettingSources,
} from "#core/config/resolve-settings.ts";
import { errorText } from "#core/lib/bot-error.ts";
import type { JsonObject } from "#core/lib/json.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { GuardedNet } from "#core/model/ports/guarded-net.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { Net } from "#core/model/ports/net.ts";
import type { Random } from "#core/model/ports/random.ts";
import type { Records } from "#core/model/ports/records.ts";
import type { LoadedActions } from "./load-plugins.ts";
import { noFiles } from "./open-channel.ts";
import type { PluginValues } from "./plugin-values.ts";
import type { ActionSet } from "./run-action.ts";

export interface ActionPorts {
  readonly records: PluginValues;
  readonly clock: Clock;
  readonly random: Random;
  readonly net: Net;
  readonly web: GuardedNet;
  readonly log: Log;
}

/** The actions that flows can run, from their making to their stop. */
export interface OpenActions {
  readonly sets: ReadonlyMap<string, ActionSet>;
  stop(): void;
}

/** A set of actions whose settings are known. */
export interface ReadyActions extends LoadedActions {
  /** What came from outside bot.yaml: never to be logged. */
  readonly secrets: readonly string[];
  /** What is not set on this machine, one line each. */
  readonly problems: readonly string[];
}

/** Puts environment and secret files into the settings; one that leads nowhere is left out. */
export function prepareActions(
  actions: readonly LoadedActions[],
  sources: SettingSources,
): readonly ReadyActions[] {
  return actions.map((item) => {
    const { settings, secrets, unset } = resolveSettings(item.settings, sources);
    const problems = unset.map(({ path, reference }) =>
      describeReference({ path: ["actions", item.name, ...path], reference }),
    );
    return { ...item, settings, secrets, problems };
  });
}

/** Makes every set. One whose settings do not fit this machine answers that its actions cannot be had. */
export function openActions(ready: readonly LoadedActions[], ports: ActionPorts): OpenActions {
  const abort = new AbortController();
  const sets = new Map(
    ready.map(({ name, plugin, settings }) => {
      const log = ports.log.child({ plugin: plugin.name });
      const { records } = ports;
      const context = {
        log,
        clock: ports.clock,
        random: ports.random,
        net: ports.net,
        web: ports.web,
        files: noFiles,
        signal: abort.signal,
        values: {
          get: (key: string) => records.pluginValue(plugin.name, key),
          set: (key: string, value: Parameters<Records["setPluginValue"]>[2]) =>
            records.setPluginValue(plugin.name, key, value),
        },
      };
      return [name, { declarations: plugin.actions, run: create() }] as const;

      function create(): ActionSet["run"] {
        try {
          return plugin.create(context, name, settings satisfies JsonObject);
        } catch (error) {
          log.error("action.not-ready", { error: errorText(error) });
          const message = `${name} is not set up on this machine`;
          const outcome = { kind: "failed", code: "not_set_up", message, isFinal: true } as const;
          return () => Promise.resolve(outcome);
        }
      }
    }),
  );
  return { sets, stop: () => abort.abort() };
}
