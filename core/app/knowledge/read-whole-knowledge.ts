import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LoadedBot } from "#core/app/load-bot.ts";
import { realClock } from "#core/app/real-clock.ts";
import type { KnowledgeSource } from "#core/engine/ai/gather-knowledge.ts";
import { openKnowledgeIndex } from "#core/store/knowledge-index.ts";
import { knowledgeFolders } from "./knowledge-folders.ts";
import { runIndexer } from "./run-indexer.ts";
import { searchIndex } from "./search-index.ts";
import { thisProgram } from "./this-program.ts";

/**
 * The knowledge of a bot as it is now, read once: for tests and chats, whose clock must not wait for
 * a disk. Undefined for a bot without knowledge.
 */
export async function readWholeKnowledge(
  bot: Pick<LoadedBot, "folder" | "config">,
): Promise<KnowledgeSource | undefined> {
  const folders = knowledgeFolders(bot);
  if (folders.size === 0) return undefined;
  const place = mkdtempSync(join(tmpdir(), "sapa-knowledge-"));
  try {
    const indexFile = join(place, "knowledge.db");
    const { signal } = new AbortController();
    const tell = () => undefined;
    const deps = { program: thisProgram(), indexFile, clock: realClock, tell, signal };
    for (const [knowledge, folder] of folders) await runIndexer(deps, { knowledge, folder });
    const index = openKnowledgeIndex(indexFile);
    return {
      names: new Set(folders.keys()),
      search: (names, question) => searchIndex(index, names, question),
    };
  } finally {
    // What is open stays readable; nothing is left behind.
    rmSync(place, { recursive: true, force: true });
  }
}
