import type { RunActivity } from "#core/engine/activities.ts";
import { errorText } from "#core/lib/bot-error.ts";
import { dayMs, toMillis } from "#core/lib/millis.ts";
import type { Cancel } from "#core/model/ports/clock.ts";
import type { FileStore } from "#core/model/ports/file-store.ts";
import { createMediaFetcher, type MediaFetcherDeps } from "./fetch-media.ts";
import { createFileKeeper, type FileKeeper } from "./file-keeper.ts";

export interface MediaDeps extends Omit<MediaFetcherDeps, "keeper"> {
  readonly files: FileStore;
  /** How long files of people are kept. */
  readonly keepsMs: number;
}

/** Files of people, from the network to the data folder and out of it again. */
export interface Media {
  /** Does the activities of the port `media`. */
  readonly run: RunActivity;
  /** Prunes at once and once a day from here on. */
  start(): void;
  stop(): void;
  /** Lets go of what is older than it may be, and removes what nobody has. */
  prune(): Promise<void>;
  /** Keeps a file that was made here for a person, like one that came with their message. */
  readonly keep: FileKeeper["keep"];
  /** Removes the files that nobody has, such as those of somebody who was erased. */
  removeUnused(): Promise<void>;
}

/** Rows that one transaction lets go of. */
const batch = 500;

export function createMedia(deps: MediaDeps): Media {
  const { records, clock, log } = deps;
  const keeper = createFileKeeper(deps);
  let cancel: Cancel | undefined;
  let isStopped = false;

  async function prune(): Promise<void> {
    const before = toMillis(clock.now() - deps.keepsMs);
    let count = 0;
    for (;;) {
      const expired = await records.expireMedia(before, batch);
      count += expired;
      if (expired < batch) break;
    }
    await keeper.removeUnused();
    const strays = await keeper.removeStrays(before);
    if (strays > 0) log.warn("media.strays-removed", { count: strays });
    if (count > 0) log.info("media.expired", { count });
  }

  function pruneDaily(): void {
    prune().catch((error: unknown) => {
      log.warn("media.prune-failed", { error: errorText(error) });
    });
    if (!isStopped) cancel = clock.after(dayMs, pruneDaily);
  }

  return {
    run: createMediaFetcher({ ...deps, keeper }),
    start: pruneDaily,
    stop() {
      isStopped = true;
      cancel?.();
    },
    prune,
    keep: (...args) => keeper.keep(...args),
    removeUnused: () => keeper.removeUnused(),
  };
}
