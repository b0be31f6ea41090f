import type { EffectId } from "#core/lib/ids.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { Activity } from "#core/model/ports/store.ts";
import type { ActivityQueue } from "./activity-queue.ts";
import type { ActivityTable } from "./activity-table.ts";
import type { GroupCommit } from "./group-commit.ts";
import { isUnreadable } from "./store-error.ts";

/** Leases open activities; a result, which is an event, ends them. */
export class Activities {
  readonly #table: ActivityTable;
  readonly #queue: ActivityQueue;
  readonly #group: GroupCommit;

  constructor(table: ActivityTable, queue: ActivityQueue, group: GroupCommit) {
    this.#table = table;
    this.#queue = queue;
    this.#group = group;
  }

  /** Leases up to `max`, each for its own time limit and a lease on top, and counts the beginning. */
  claim(max: number, now: Millis): Promise<readonly Activity[]> {
    const effects = this.#queue.take(max, now);
    if (effects.length === 0) return this.#group.read(() => []);
    const begun = this.#group.write(
      () => effects.flatMap((effect) => this.#begin(effect)),
      (activities) => {
        for (const { effect, timeoutMs } of activities) this.#queue.extend(effect, timeoutMs);
      },
    );
    return begun.catch((error: unknown) => {
      this.#queue.putBack(effects);
      throw error;
    });
  }

  /** Nothing for one that cannot be read: it waits for its lease, and the others go on. */
  #begin(effect: EffectId): readonly Activity[] {
    try {
      const activity = this.#table.begin(effect);
      return activity === undefined ? [] : [activity];
    } catch (error) {
      if (isUnreadable(error)) return [];
      throw error;
    }
  }

  /** In memory alone: after a restart everything that is open is begun at once. */
  defer(effect: EffectId, until: Millis): Promise<void> {
    return this.#group.read(() => this.#queue.hold(effect, until));
  }
}
