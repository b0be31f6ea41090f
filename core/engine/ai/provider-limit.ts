import { errorText } from "#core/lib/bot-error.ts";
import type { Pace } from "#core/lib/gcra.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { Store } from "#core/model/ports/store.ts";
import type { AskProvider } from "./attempt.ts";

/**
 * Asks a provider no more often than bot.yaml lets, over all conversations and restarts. What is over
 * is not asked, so that the next of the chain is; `id` names this beginning of the activity.
 */
export function withProviderLimit(
  ask: AskProvider,
  {
    name,
    pace,
    id,
    store,
    clock,
    log,
  }: {
    readonly name: string;
    readonly pace: Pace | undefined;
    readonly id: string;
    readonly store: Pick<Store, "reserve">;
    readonly clock: Clock;
    readonly log: Log;
  },
): AskProvider {
  if (pace === undefined) return ask;
  let count = 0;
  return async (request, watch) => {
    count += 1;
    const takes = [{ kind: "pace", key: `provider:${name}`, pace } as const];
    const answer = await store
      .reserve({ id: `${id}:${name}:pace:${count}`, takes }, clock.now())
      .catch((error: unknown) => {
        log.warn("ai.not-reserved", { error: errorText(error) });
        return undefined;
      });
    if (answer?.kind === "granted") return ask(request, watch);
    log.warn("ai.over-limit", { provider: name });
    const message = `it is over the limit that bot.yaml sets for ${name}`;
    return { kind: "skipped", reason: "resting", message };
  };
}
