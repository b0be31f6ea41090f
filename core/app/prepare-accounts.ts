import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Variables } from "#core/config/environment.ts";
import type { SettingSources } from "#core/config/resolve-settings.ts";
import { findReferences } from "#core/config/setting.ts";
import type { LoadedAccount } from "./load-plugins.ts";
import type { ReadyAccount } from "./open-channel.ts";
import { resolveAccount } from "./resolve-account.ts";

/** `never`: production. `when-unset`: an account whose variables are not there. `always`: a chat. */
export type SimulateMode = "never" | "when-unset" | "always";

/** The accounts as they can be opened on this machine. */
export interface PreparedAccounts {
  readonly ready: readonly ReadyAccount[];
  /** What keeps accounts from being opened, one line each. */
  readonly problems: readonly string[];
  /** What a simulated account would need to be real, by account. */
  readonly unset: ReadonlyMap<string, readonly string[]>;
  /** Never to be logged. */
  readonly secrets: readonly string[];
}

/** Puts environment and secret files into the accounts' settings, or a simulator in their place. */
export function prepareAccounts(
  accounts: readonly LoadedAccount[],
  mode: SimulateMode,
  sources: SettingSources,
): PreparedAccounts {
  const ready: ReadyAccount[] = [];
  const problems: string[] = [];
  const unset = new Map<string, readonly string[]>();
  const secrets: string[] = [];
  for (const item of accounts) {
    const resolution = resolveAccount(item, sources);
    const canSimulate = item.plugin.simulate !== undefined;
    const simulates =
      canSimulate && (mode === "always" || (mode === "when-unset" && resolution.kind === "unset"));
    if (simulates) {
      ready.push({ ...item, settings: writtenSettings(item), isSimulated: true });
      if (resolution.kind !== "ready") unset.set(item.account, resolution.problems);
    } else if (resolution.kind === "ready") {
      ready.push({ ...item, settings: resolution.settings, isSimulated: false });
      secrets.push(...resolution.secrets);
    } else {
      problems.push(...resolution.problems);
    }
  }
  return { ready, problems, unset, secrets };
}

/** The account's settings that are written in bot.yaml; the simulator's own go over them. */
export function writtenSettings({ settings }: LoadedAccount): ReadyAccount["settings"] {
  const named = new Set(findReferences(settings).map(({ path }) => path[0]));
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !named.has(name)));
}

/** Secret files are named from the bot's folder. */
export function settingSources(botFolder: string, variables: Variables): SettingSources {
  return {
    variables,
    readFile(path) {
      try {
        return readFileSync(resolve(botFolder, path), "utf8");
      } catch {
        // What cannot be read is told with what is not set.
        return undefined;
      }
    },
  };
}
