import { errorText } from "#core/lib/bot-error.ts";
import { secondMs } from "#core/lib/millis.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type {
  KnowledgeFile,
  KnowledgeIndex,
  SearchKnowledge,
} from "#core/model/ports/knowledge.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { IndexJob, IndexStep } from "./index-folder.ts";
import { listFolder } from "./list-folder.ts";
import { searchIndex } from "./search-index.ts";

/** A folder is not looked at again within this time. */
const lookAgainMs = 2 * secondMs;
/** How long a question waits for a folder that changed; then it is answered from what was before. */
const patienceMs = 3 * secondMs;
/** Likewise for a folder that was never read: there is nothing before. */
const firstPatienceMs = 15 * secondMs;

/** Brings the index up to what lies in a folder; see `indexFolder`. */
export type RunPass = (
  job: Pick<IndexJob, "knowledge" | "folder">,
  tell: (step: IndexStep) => void,
) => Promise<void>;

export interface KnowledgeDeps {
  /** Name in bot.yaml → the folder's full path. */
  readonly folders: ReadonlyMap<string, string>;
  readonly index: KnowledgeIndex;
  readonly runPass: RunPass;
  /** The space of the folders' vectors; undefined: they have none. */
  readonly space?: string;
  /** Called when what is found in a folder has changed. */
  readonly onChange?: (name: string) => void;
  /** See `SearchByMeaning`. */
  readonly onOtherLength?: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Knowledge {
  readonly search: SearchKnowledge;
  /** Brings the index up to what lies in the folder now; with what is told on the way. */
  refresh(name: string, tell?: (step: IndexStep) => void): Promise<void>;
  files(name: string): readonly KnowledgeFile[];
}

/**
 * Knowledge folders and the index over them. A folder is looked at before each search, and what changed
 * is read again, by whoever runs passes: an edited price is in the next answer, and no file holds up
 * an answer for longer than a moment.
 */
export function openKnowledge(deps: KnowledgeDeps): Knowledge {
  const { folders, index, runPass, space, onOtherLength, clock, log } = deps;
  const lookedAt = new Map<string, number>();
  /** A look that is under way, by folder. */
  const looking = new Map<string, Promise<void>>();

  async function look(name: string, tell: (step: IndexStep) => void): Promise<boolean> {
    const folder = folders.get(name);
    if (folder === undefined) return false;
    const known = new Map(index.files(name).map(({ file, mark }) => [file, mark]));
    const listed = await listFolder(folder, known.size > 0);
    const isSame =
      listed.length === known.size && listed.every(({ file, mark }) => known.get(file) === mark);
    if (isSame) return false;
    const startedAt = clock.now();
    await runPass({ knowledge: name, folder }, tell);
    const files = index.files(name);
    const chunks = files.reduce((sum, file) => sum + file.chunks, 0);
    const ms = clock.now() - startedAt;
    log.info("knowledge.indexed", { knowledge: name, files: files.length, chunks, ms });
    for (const { file, mark, problem } of files) {
      if (problem === undefined || known.get(file) === mark) continue;
      log.warn("knowledge.left-out", { knowledge: name, file, why: problem });
    }
    return true;
  }

  /** One look at a time for each folder; who asks meanwhile gets one that begins after it. */
  function refresh(name: string, tell: (step: IndexStep) => void = () => undefined): Promise<void> {
    const before = looking.get(name) ?? Promise.resolve();
    const after = before
      .catch(() => undefined)
      .then(() => look(name, tell))
      .then((hasChanged) => {
        if (hasChanged) deps.onChange?.(name);
      });
    looking.set(name, after);
    return after;
  }

  async function refreshSometimes(name: string): Promise<void> {
    const now = clock.now();
    const before = lookedAt.get(name);
    if (before === undefined || now - before >= lookAgainMs) {
      lookedAt.set(name, now);
      void refresh(name).catch((error: unknown) => {
        log.warn("knowledge.not-read", { knowledge: name, error: errorText(error) });
      });
    }
    const isFirst = index.files(name).length === 0;
    const ended = (looking.get(name) ?? Promise.resolve()).catch(() => undefined);
    await atMost(ended, isFirst ? firstPatienceMs : patienceMs, clock);
  }

  return {
    refresh,
    files: (name) => index.files(name),
    async search(names, question, embed) {
      await Promise.all(names.map(refreshSometimes));
      if (space === undefined || embed === undefined) return searchIndex(index, names, question);
      const other = onOtherLength === undefined ? {} : { onOtherLength };
      return searchIndex(index, names, question, { space, embed, clock, ...other });
    },
  };
}

/** Resolves when it is done, or when the time is over. */
function atMost(done: Promise<void>, limitMs: number, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(limitMs, resolve);
    void done.then(() => {
      cancel();
      resolve();
    });
  });
}
