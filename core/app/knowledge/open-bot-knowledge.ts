import type { LoadedBot } from "#core/app/load-bot.ts";
import type { KnowledgeSource } from "#core/engine/ai/gather-knowledge.ts";
import { errorText } from "#core/lib/bot-error.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Log } from "#core/model/ports/log.ts";
import { openKnowledgeIndex } from "#core/store/knowledge-index.ts";
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

/** The knowledge of a bot over an index in this file. */
export function openBotKnowledge(
  bot: Pick<LoadedBot, "folder" | "config">,
  indexFile: string,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): BotKnowledge {
  const folders = knowledgeFolders(bot);
  if (folders.size === 0) return { source: {}, start: () => undefined, close: () => undefined };
  const index = openKnowledgeIndex(indexFile);
  const stop = new AbortController();
  const { signal } = stop;
  const knowledge = openKnowledge({
    folders,
    index,
    runPass: (job, tell) =>
      runIndexer({ program: thisProgram(), indexFile, clock, tell, signal }, job),
    clock,
    log,
  });
  const look = (name: string) => {
    knowledge.refresh(name).catch((error: unknown) => {
      if (signal.aborted) return;
      log.warn("knowledge.not-read", { knowledge: name, error: errorText(error) });
    });
  };
  return {
    source: { knowledge: { names: new Set(folders.keys()), search: knowledge.search } },
    start() {
      for (const [name, folder] of folders) {
        look(name);
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
