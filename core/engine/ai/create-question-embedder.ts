import { secondMs } from "#core/lib/millis.ts";
import { cutText } from "#core/lib/text.ts";
import type { AiProvider } from "#core/model/ports/ai-provider.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { EmbedQuestion } from "#core/model/ports/knowledge.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { Store } from "#core/model/ports/store.ts";
import type { AiFacts } from "./ai-facts.ts";
import type { AiSettings } from "./ai-settings.ts";
import { findObstacle } from "./chain.ts";
import type { Mask } from "./create-masker.ts";
import { embed, embedderOf } from "./embed.ts";
import { createProviderLimit } from "./provider-limit.ts";
import type { Purse } from "./purse.ts";

/** A question is answered by words alone after so long: somebody waits. */
const limitMs = 8 * secondMs;
/** What is longer is cut: embedders read no more than some thousand tokens, and refuse the rest. */
const maxChars = 4_000;
/** After a failure of its own nobody waits for the embedder for so long. */
const restMs = 60 * secondMs;

/** One question's ways to a vector. */
export interface QuestionScope {
  readonly facts: AiFacts;
  readonly mask: Mask;
  readonly purse: Purse;
  readonly signal: AbortSignal;
  /** Names this beginning of the activity. */
  readonly id: string;
}

/**
 * Makes the vector of what a person asks, where they may be read by the embedder like by any provider:
 * their words stay here if they have to, and what is secret is masked. Whatever speaks against it, the
 * question is looked up by words, and that is recorded. Undefined: bot.yaml names no embedder.
 */
export function createQuestionEmbedder({
  providers,
  settings: { embedder: name, onlyFor, providerPaces },
  store,
  clock,
  log,
}: {
  readonly providers: ReadonlyMap<string, AiProvider>;
  readonly settings: Pick<AiSettings, "embedder" | "onlyFor" | "providerPaces">;
  readonly store: Pick<Store, "reserve">;
  readonly clock: Clock;
  readonly log: Log;
}): ((scope: QuestionScope) => EmbedQuestion) | undefined {
  if (name === undefined) return undefined;
  const provider = providers.get(name);
  let restsUntil = 0;
  const pace = providerPaces.get(name);
  return ({ facts, mask, purse, signal, id: beginning }) => {
    const id = `${beginning}:embed`;
    const takeTurn = createProviderLimit({ name, pace, id, store, clock, log });
    return async (question) => {
      const unmade = (why: string) => {
        log.info("ai.not-embedded", { provider: name, why });
        return undefined;
      };
      if (provider === undefined) return unmade("it cannot be had on this machine");
      const { leavesHost: dataLeavesHost } = embedderOf(provider);
      const capabilities = { ...provider.capabilities, dataLeavesHost };
      const link = { provider: { ...provider, capabilities }, onlyFor: onlyFor.get(name) };
      const obstacle = findObstacle(link, 0, facts, { images: false, tools: false });
      if (obstacle !== undefined) return unmade(`it ${obstacle}`);
      if (clock.now() < restsUntil) return unmade("it failed a moment ago");
      // Cut last: half a secret would pass the mask.
      const text = cutText(mask(question), maxChars);
      const embedded = await embed({ provider, clock, purse, takeTurn }, [text], "question", {
        signal,
        limitMs,
      });
      if (embedded.kind === "made") return embedded.vectors[0];
      // One person's budget, patience or text is no reason to keep others waiting for nothing.
      if (embedded.isFault) restsUntil = clock.now() + restMs;
      return unmade(embedded.message);
    };
  };
}
