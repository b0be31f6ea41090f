import {
  describeReference,
  resolveSettings,
  type SettingSources,
} from "#core/config/resolve-settings.ts";
import { findReferences } from "#core/config/setting.ts";
import type { JsonObject } from "#core/lib/json.ts";
import type { LoadedAccount } from "./load-plugins.ts";

/** An account's settings with what stands outside of bot.yaml put in, or the lines that say why not. */
export type AccountResolution =
  | { readonly kind: "ready"; readonly settings: JsonObject; readonly secrets: readonly string[] }
  | { readonly kind: "unset"; readonly problems: readonly string[] }
  | { readonly kind: "wrong"; readonly problems: readonly string[] };

/**
 * Resolves an account against this machine. `unset`: nothing else is wrong than variables or files
 * that are not there. Lines name the variable and the setting, never a value.
 */
export function resolveAccount(
  { account, plugin, settings: written }: LoadedAccount,
  sources: SettingSources,
): AccountResolution {
  const { settings, unset, secrets } = resolveSettings(written, sources);
  const { error } = plugin.config.safeParse(settings);
  if (error === undefined) return { kind: "ready", settings, secrets };
  const isBelow = (path: readonly PropertyKey[], above: readonly PropertyKey[]) =>
    above.every((step, index) => path[index] === step);
  const missing = new Set<string>();
  const wrong = new Set<string>();
  for (const issue of error.issues) {
    const lacking = unset.find(
      ({ path }) => isBelow(issue.path, path) || isBelow(path, issue.path),
    );
    if (lacking !== undefined) {
      missing.add(describeReference(place(account, lacking)));
      continue;
    }
    const named = findReferences(written).find(({ path }) => isBelow(issue.path, path));
    const what =
      named === undefined
        ? `channels.${account}.${issue.path.join(".")}`
        : describeReference(place(account, named));
    wrong.add(
      `${what}: ${/^(?:Invalid|Too )/.test(issue.message) ? "does not fit" : issue.message}`,
    );
  }
  return wrong.size === 0
    ? { kind: "unset", problems: [...missing] }
    : { kind: "wrong", problems: [...wrong, ...[...missing].map((line) => `${line}: not set`)] };
}

type Placed = ReturnType<typeof findReferences>[number];

function place(account: string, placed: Placed): Placed {
  return { ...placed, path: ["channels", account, ...placed.path] };
}
