import { openMemoryStore } from "#core/app/flow-test/simulated-bot.ts";
import type { Host } from "#core/app/host.ts";
import type { LoadedBot } from "#core/app/load-bot.ts";
import { openProviders, prepareProviders } from "#core/app/open-providers.ts";
import { settingSources } from "#core/app/prepare-accounts.ts";
import { printError } from "#core/app/print.ts";
import { errorText } from "#core/lib/bot-error.ts";
import { secondMs } from "#core/lib/millis.ts";
import type { EmbedQuestion } from "#core/model/ports/knowledge.ts";
import { openMemoryDatabase } from "#core/store/open-memory-database.ts";

const limitMs = 30 * secondMs;

/** The embedder of a bot for a question of the team's own. */
export interface EmbedderHere {
  readonly space: string;
  /** Tells on the terminal why there is no vector. */
  readonly embed: EmbedQuestion;
}

/**
 * The embedder that bot.yaml names, for the terminal: a few words of the team's own are no person's, and
 * counted in no budget. Undefined: there is none, or it cannot be had on this machine.
 */
export function openEmbedderHere(bot: LoadedBot, host: Host): EmbedderHere | undefined {
  const { embedder: name } = bot.config.ai;
  if (name === undefined) return undefined;
  const { clock, random, net, log, variables } = host;
  const wanted = bot.providers.filter((provider) => provider.name === name);
  const ready = prepareProviders(wanted, settingSources(bot.folder, variables));
  log.hide(ready.flatMap(({ secrets }) => secrets));
  const { records } = openMemoryStore(openMemoryDatabase(), { clock, random, log });
  const { providers, missing } = openProviders(ready, { records, clock, random, net, log });
  const embedder = providers.get(name)?.embedder;
  if (embedder === undefined) {
    printError(`${name} cannot be asked (${missing.get(name) ?? "it makes no vectors"})`);
    return undefined;
  }
  return {
    space: embedder.model,
    async embed(question) {
      try {
        const limit = AbortSignal.timeout(limitMs);
        return (await embedder.embed([question], "question", limit)).vectors[0];
      } catch (error) {
        printError(`found by words alone, ${name} makes no vector: ${errorText(error)}`);
        return undefined;
      }
    },
  };
}
