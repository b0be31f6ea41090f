import type { LoadedBot } from "#core/app/load-bot.ts";
import type { KnowledgeSource } from "#core/engine/ai/gather-knowledge.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { KnowledgeIndex } from "#core/model/ports/knowledge.ts";
import type { Log } from "#core/model/ports/log.ts";
import { openKnowledgeIndex } from "#core/store/knowledge-index.ts";
import { knowledgeFolders } from "./knowledge-folders.ts";
import { openKnowledge } from "./open-knowledge.ts";

/** What a bot's questions are looked up in, for as long as it runs. */
export interface BotKnowledge {
  /** Empty for a bot without knowledge. */
  readonly source: { readonly knowledge?: KnowledgeSource };
  readonly close: () => void;
}

/** The knowledge of a bot over an index in this file; it is opened with the first question, if ever. */
export function openBotKnowledge(
  bot: Pick<LoadedBot, "folder" | "config">,
  file: string,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): BotKnowledge {
  const folders = knowledgeFolders(bot);
  if (folders.size === 0) return { source: {}, close: () => undefined };
  let index: KnowledgeIndex | undefined;
  let search: KnowledgeSource["search"] | undefined;
  return {
    source: {
      knowledge: {
        names: new Set(folders.keys()),
        search(names, question) {
          index ??= openKnowledgeIndex(file);
          search ??= openKnowledge({ folders, index, clock, log }).search;
          return search(names, question);
        },
      },
    },
    close: () => index?.close(),
  };
}
