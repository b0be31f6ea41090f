import type { Hub } from "#core/console/hub.ts";
import { partial } from "#core/console/to-html.ts";
import { errorText } from "#core/lib/bot-error.ts";
import type { Cancel, Clock } from "#core/model/ports/clock.ts";
import type { Log } from "#core/model/ports/log.ts";

/** How often it is looked whether something changed, while somebody watches. */
const lookEveryMs = 700;

export interface TellerDeps {
  readonly hub: Hub;
  readonly clock: Clock;
  readonly log: Log;
}

type Parts = ReadonlyMap<string, string>;

/** Tells watchers of a channel about parts of their page that have changed, by the parts' ids. */
export interface Teller {
  /**
   * Looks again and again, as long as somebody watches. Whoever comes is told everything once: their page
   * was made a moment ago, and what changed since was told to those who watched then.
   */
  keepTelling(channel: string, render: () => Promise<Parts>): void;
  stop(): void;
}

/** What pages show comes from rows that many parts of the bot write: looking is simplest, and sure. */
export function createTeller({ hub, clock, log }: TellerDeps): Teller {
  const waiting = new Map<
    string,
    { readonly cancel: Cancel; readonly told: Map<string, string> }
  >();
  let isStopped = false;

  async function look(channel: string, render: () => Promise<Parts>, told: Map<string, string>) {
    try {
      for (const [id, part] of await render()) {
        if (told.get(id) === part) continue;
        told.set(id, part);
        hub.tell(channel, partial(`#${id}`, "innerHTML", part));
      }
    } catch (error) {
      log.warn("console.not-told", { error: errorText(error) });
    }
  }

  function wait(channel: string, render: () => Promise<Parts>, told: Map<string, string>): void {
    if (isStopped || !hub.isWatched(channel)) {
      waiting.delete(channel);
      return;
    }
    const cancel = clock.after(lookEveryMs, () => {
      void look(channel, render, told).then(() => wait(channel, render, told));
    });
    waiting.set(channel, { cancel, told });
  }

  return {
    keepTelling(channel, render) {
      const others = waiting.get(channel);
      if (others === undefined) wait(channel, render, new Map());
      else others.told.clear();
    },
    stop() {
      isStopped = true;
      for (const { cancel } of waiting.values()) cancel();
      waiting.clear();
    },
  };
}
