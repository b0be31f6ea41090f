import { existsSync } from "node:fs";
import { join } from "node:path";
import { sha256Hex } from "#core/lib/digest.ts";
import { secondMs } from "#core/lib/millis.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type {
  KnowledgeFile,
  KnowledgeHit,
  KnowledgeIndex,
  SearchKnowledge,
} from "#core/model/ports/knowledge.ts";
import type { Log } from "#core/model/ports/log.ts";
import { chunkFile } from "./chunk-file.ts";
import { type FolderListing, listFolder, readKnowledgeFile } from "./read-folder.ts";
import { searchWords } from "./search-words.ts";

/** Chunks that go along with a question. */
const maxHits = 6;
/** A folder is not looked at again within this time. */
const lookAgainMs = 2 * secondMs;

export interface KnowledgeDeps {
  /** Name in bot.yaml → the folder's full path. */
  readonly folders: ReadonlyMap<string, string>;
  readonly index: KnowledgeIndex;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Knowledge {
  readonly search: SearchKnowledge;
  /** Brings the index up to what lies in the folder; what is left out, and why. */
  refresh(name: string): FolderListing["leftOut"];
  files(name: string): readonly KnowledgeFile[];
}

/**
 * Knowledge folders and the index over them. A folder is looked at before each search, and what changed
 * is read again: an edited price is in the next answer.
 */
export function openKnowledge({ folders, index, clock, log }: KnowledgeDeps): Knowledge {
  const lookedAt = new Map<string, number>();
  /** By folder and path: the mark under which a file was last compared with the index. */
  const marks = new Map<string, string>();

  function refresh(name: string): FolderListing["leftOut"] {
    const folder = folders.get(name);
    if (folder === undefined) return [];
    const { found, leftOut } = existsSync(folder) ? listFolder(folder) : { found: [], leftOut: [] };
    const problems = [...leftOut];
    const known = new Map(index.files(name).map(({ file, stamp }) => [file, stamp]));
    for (const { file, mark } of found) {
      const key = `${name}/${file}`;
      const stamp = known.get(file);
      known.delete(file);
      if (stamp !== undefined && marks.get(key) === mark) continue;
      const why = readInto(name, folder, file, stamp);
      if (why !== undefined) problems.push({ file, why });
      marks.set(key, mark);
    }
    for (const file of known.keys()) {
      index.remove(name, file);
      marks.delete(`${name}/${file}`);
    }
    return problems;
  }

  /** Undefined: it is in the index as it is. */
  function readInto(
    name: string,
    folder: string,
    file: string,
    stamp: string | undefined,
  ): string | undefined {
    const text = readKnowledgeFile(join(folder, file));
    const chunks = text === undefined ? undefined : chunkFile(file, text);
    if (text === undefined || chunks === undefined) {
      // Nothing of what it was before is said any more.
      index.remove(name, file);
      return text === undefined ? "it is not UTF-8" : "a quote stays open in it";
    }
    const newStamp = sha256Hex(text);
    if (newStamp === stamp) return undefined;
    index.put(name, file, newStamp, chunks);
    log.info("knowledge.indexed", { knowledge: name, file, chunks: chunks.length });
    return undefined;
  }

  function refreshSometimes(name: string): void {
    const now = clock.now();
    const before = lookedAt.get(name);
    if (before !== undefined && now - before < lookAgainMs) return;
    lookedAt.set(name, now);
    for (const { file, why } of refresh(name)) {
      log.debug("knowledge.left-out", { knowledge: name, file, why });
    }
  }

  return {
    refresh,
    files: (name) => index.files(name),
    search: (names, question) =>
      Promise.try(() => {
        const words = searchWords(question);
        const lists = names.map((name): readonly KnowledgeHit[] => {
          refreshSometimes(name);
          return index.search(name, words, maxHits);
        });
        return takeTurns(lists).slice(0, maxHits);
      }),
  };
}

/** The best of each, then the second of each: places of different folders cannot be compared. */
function takeTurns(lists: readonly (readonly KnowledgeHit[])[]): readonly KnowledgeHit[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, place) => place).flatMap((place) =>
    lists.flatMap((list) => list[place] ?? []),
  );
}
