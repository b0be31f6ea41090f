import type { BotConfig } from "#core/config/bot-schema.ts";
import { resolveSettings } from "#core/config/resolve-settings.ts";
import { findReferences } from "#core/config/setting.ts";
import type { CatalogAi, CatalogProvider } from "#core/flow/catalog.ts";
import { createLog } from "#core/log/create-log.ts";
import type { AiProvider } from "#core/model/ports/ai-provider.ts";
import type { LoadedProvider } from "./load-plugins.ts";
import { noFiles } from "./open-channel.ts";
import { realClock } from "./real-clock.ts";
import { realNet } from "./real-net.ts";
import { createRealRandom } from "./real-random.ts";

/** What may stand for a setting from outside bot.yaml: a word, or an address of nobody. */
const fillers = ["set", "http://127.0.0.1:1"];

/** What the checker knows of the bot's AI; nothing is asked of a provider, and no secret is needed. */
export function describeAi(
  {
    ai,
    providers,
    knowledge,
    retrieval,
  }: Pick<BotConfig, "ai" | "providers" | "knowledge" | "retrieval">,
  loaded: readonly LoadedProvider[],
): CatalogAi {
  return {
    providers: Object.entries(providers).map(([name, { only_for }]): CatalogProvider => {
      const found = loaded.find((item) => item.name === name);
      const capabilities = found === undefined ? undefined : probeProvider(found)[0]?.capabilities;
      const known = capabilities === undefined ? {} : { capabilities };
      return { name, ...known, isReserved: only_for !== undefined };
    }),
    default: ai.default,
    hearsVoice: ai.voice !== undefined,
    knowledge: [...Object.keys(knowledge), ...Object.keys(retrieval)],
    ...(ai.scope === undefined ? {} : { scope: ai.scope }),
  };
}

/**
 * What the provider says of itself with made-up words for what only the machine knows: once for each
 * of them that it can be made with. What they agree on holds on every machine.
 */
export function probeProvider({ name, plugin, settings }: LoadedProvider): readonly AiProvider[] {
  const names = findReferences(settings).flatMap(({ reference }) =>
    reference.kind === "env" ? [reference.name] : [],
  );
  return fillers.flatMap((filler) => {
    const { settings: filled } = resolveSettings(settings, {
      variables: Object.fromEntries(names.map((variable) => [variable, filler])),
      readFile: () => filler,
    });
    try {
      return [plugin.create(createContext(), name, filled)];
    } catch {
      // The other filler may fit; what is wrong with the settings themselves is told elsewhere.
      return [];
    }
  });
}

function createContext() {
  return {
    log: createLog({ level: "error", clock: realClock, format: () => "", write: () => {} }),
    clock: realClock,
    random: createRealRandom(),
    net: realNet,
    files: noFiles,
    signal: AbortSignal.abort(),
    values: { get: () => Promise.resolve(undefined), set: () => Promise.resolve() },
  };
}
