import { errorText } from "#core/lib/bot-error.ts";
import type { Pace } from "#core/lib/gcra.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { Store } from "#core/model/ports/store.ts";
import type { AiSkipped, AskProvider } from "./attempt.ts";

export interface ProviderLimit {
  readonly name: string;
  /** Undefined: bot.yaml sets none. */
  readonly pace: Pace | undefined;
  /** Names this beginning of the activity, and what of it asks: each ask takes one under a name of its own. */
  readonly id: string;
  readonly store: Pick<Store, "reserve">;
  readonly clock: Clock;
  readonly log: Log;
}

/** It may not be asked; `until` when it may be, if that is known. */
export type OverLimit = AiSkipped & { readonly until: Millis | undefined };

/**
 * Counts what a provider is asked, by whatever of it, so that it is no more often than bot.yaml lets,
 * over all conversations and restarts. Undefined: it may be asked.
 */
export function createProviderLimit({
  name,
  pace,
  id,
  store,
  clock,
  log,
}: ProviderLimit): () => Promise<OverLimit | undefined> {
  let count = 0;
  return async () => {
    if (pace === undefined) return undefined;
    count += 1;
    const takes = [{ kind: "pace", key: `provider:${name}`, pace } as const];
    const answer = await store
      .reserve({ id: `${id}:${name}:pace:${count}`, takes }, clock.now())
      .catch((error: unknown) => {
        log.warn("ai.not-reserved", { error: errorText(error) });
        return undefined;
      });
    if (answer?.kind === "granted") return undefined;
    log.warn("ai.over-limit", { provider: name });
    const message = `it is over the limit that bot.yaml sets for ${name}`;
    return { kind: "skipped", reason: "resting", message, until: answer?.until };
  };
}

/** Asks a provider within its limit. What is over is not asked, so that the next of the chain is. */
export function withProviderLimit(ask: AskProvider, limit: ProviderLimit): AskProvider {
  const takeTurn = createProviderLimit(limit);
  return async (request, watch) => (await takeTurn()) ?? (await ask(request, watch));
}
