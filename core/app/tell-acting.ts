import type { BotConfig } from "#core/config/bot-schema.ts";
import { probeProvider } from "./describe-providers.ts";
import type { LoadedProvider } from "./load-plugins.ts";

/** Whose rights a provider uses that answers as a person, and who may ask it. */
export function tellActing(name: string, onlyFor: readonly string[] | undefined): string {
  const whose = `${name} answers with the rights of a signed-in person, their mail and files included`;
  return onlyFor === undefined
    ? `${whose}, and everybody could ask it`
    : `${whose}; only these may ask it: ${onlyFor.join(", ")}`;
}

/** That, of each provider of a bot that does. */
export function tellAllActing({
  providers,
  config,
}: {
  readonly providers: readonly LoadedProvider[];
  readonly config: Pick<BotConfig, "providers">;
}): readonly string[] {
  return providers.flatMap((loaded) => {
    const probes = probeProvider(loaded);
    const acts = probes.length > 0 && probes.every(({ capabilities }) => capabilities.actsAsUser);
    return acts ? [tellActing(loaded.name, config.providers[loaded.name]?.only_for)] : [];
  });
}
