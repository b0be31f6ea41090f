import { join } from "node:path";
import type { LoadedBot } from "#core/app/load-bot.ts";
import type { AiSettings } from "#core/engine/ai/ai-settings.ts";
import { createPassageEmbedder } from "#core/engine/ai/create-passage-embedder.ts";
import type { KnowledgeSource } from "#core/engine/ai/gather-knowledge.ts";
import { errorText } from "#core/lib/bot-error.ts";
import type { AccountId } from "#core/lib/ids.ts";
import type { AiProvider } from "#core/model/ports/ai-provider.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { Records } from "#core/model/ports/records.ts";
import type { Store } from "#core/model/ports/store.ts";
import { openKnowledgeIndex } from "#core/store/knowledge-index.ts";
import { createVectorKeeper } from "./create-vector-keeper.ts";
import { knowledgeFolders } from "./knowledge-folders.ts";
import { openKnowledge } from "./open-knowledge.ts";
import { runIndexer } from "./run-indexer.ts";
import { thisProgram } from "./this-program.ts";
import { watchTree } from "./watch-tree.ts";

/** What a bot's questions are looked up in, for as long as it runs. */
export interface BotKnowledge {
  /** Empty for a bot without knowledge. */
  readonly source: { readonly knowledge?: KnowledgeSource };
  /** Reads what changed since the last run, and from then on what changes. */
  start(): void;
  close(): void;
}

export interface BotKnowledgeDeps {
  readonly dataFolder: string;
  /** One of them makes vectors, if the settings name an embedder. */
  readonly providers: ReadonlyMap<string, AiProvider>;
  readonly settings: AiSettings;
  /** Whose budget pays for the vectors of files. */
  readonly account: AccountId | undefined;
  readonly store: Pick<Store, "reserve" | "settle">;
  readonly records: Pick<Records, "putBotAiUsage">;
  readonly clock: Clock;
  readonly log: Log;
}

/** The knowledge of a bot over an index in its data folder. */
export function openBotKnowledge(
  bot: Pick<LoadedBot, "folder" | "config">,
  deps: BotKnowledgeDeps,
): BotKnowledge {
  const { clock, log } = deps;
  const folders = knowledgeFolders(bot);
  if (folders.size === 0) return { source: {}, start: () => undefined, close: () => undefined };
  const indexFile = join(deps.dataFolder, "knowledge.db");
  const index = openKnowledgeIndex(indexFile);
  const { vectors } = index;
  const stop = new AbortController();
  const { signal } = stop;
  const embedding = findEmbedder(deps);
  const space = embedding?.space;
  const keeper = embedding && createVectorKeeper({ ...embedding, vectors, clock, log, signal });
  const tellFailure = (name: string) => (error: unknown) => {
    if (signal.aborted) return;
    log.warn("knowledge.not-read", { knowledge: name, error: errorText(error) });
  };
  const keepVectors = (name: string) => {
    keeper?.keep(name).catch(tellFailure(name));
  };
  const knowledge = openKnowledge({
    folders,
    index,
    runPass: (job, tell) =>
      runIndexer({ program: thisProgram(), indexFile, clock, tell, signal }, job),
    ...(space === undefined ? {} : { space }),
    onChange: keepVectors,
    onOtherLength() {
      if (keeper?.forget() !== true) return;
      for (const name of folders.keys()) keepVectors(name);
    },
    clock,
    log,
  });
  const look = (name: string) => {
    knowledge.refresh(name).catch(tellFailure(name));
  };
  return {
    source: { knowledge: { names: new Set(folders.keys()), search: knowledge.search } },
    start() {
      if (keeper === undefined) vectors.keepOnly(undefined);
      for (const [name, folder] of folders) {
        knowledge.refresh(name).then(() => keepVectors(name), tellFailure(name));
        const watching = watchTree(folder, clock, () => look(name));
        signal.addEventListener("abort", () => watching.stop(), { once: true });
      }
    },
    close() {
      stop.abort();
      index.close();
    },
  };
}

/** What makes vectors of files; undefined: knowledge is found by words alone. */
function findEmbedder({ providers, settings, account, ...ports }: BotKnowledgeDeps) {
  const provider = settings.embedder === undefined ? undefined : providers.get(settings.embedder);
  const space = provider?.embedder?.model;
  if (provider === undefined || space === undefined || account === undefined) return undefined;
  return { space, embed: createPassageEmbedder({ ...ports, provider, settings, account }) };
}
