import { errorText } from "#core/lib/bot-error.ts";
import { secondMs } from "#core/lib/millis.ts";
import type { AiAsk } from "#core/model/ai.ts";
import type { AiFailureKind, AiProvider, Passage } from "#core/model/ports/ai-provider.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { Store } from "#core/model/ports/store.ts";
import type { AiFacts } from "./ai-facts.ts";
import type { AiSettings } from "./ai-settings.ts";
import type { AiCitation } from "./attempt.ts";
import { findObstacle } from "./chain.ts";
import type { Mask } from "./create-masker.ts";
import { failureKindOf } from "./failure-kinds.ts";
import { createProviderLimit } from "./provider-limit.ts";
import { withinTime } from "./within-time.ts";

export type RetrievedKnowledge =
  | {
      readonly kind: "found";
      /** The question with what was found beside it; it names the folders alone. */
      readonly ask: AiAsk;
      readonly citations: readonly AiCitation[];
    }
  | {
      readonly kind: "failed";
      readonly code: AiFailureKind | "disabled" | "not_allowed";
      readonly message: string;
      /** Whose sign-in or key it was. */
      readonly provider: string;
    };

/** A search in the documents of a company takes some seconds. */
const limitMs = 30 * secondMs;

interface RetrievalDeps {
  readonly providers: ReadonlyMap<string, AiProvider>;
  readonly settings: AiSettings;
  readonly store: Pick<Store, "reserve">;
  readonly clock: Clock;
  readonly log: Log;
}

/** For whom it is looked up. */
interface RetrievalScope {
  readonly facts: AiFacts;
  readonly mask: Mask;
  readonly signal: AbortSignal;
  /** Names this beginning of the activity. */
  readonly id: string;
}

/**
 * Has providers look a question up where it names knowledge of theirs. They are asked by the same rules as
 * for an answer: what acts as a signed-in person is for those whom `only_for` lists. What is found goes
 * along as material like any other, that nothing was found too.
 */
export async function retrieveKnowledge(
  deps: RetrievalDeps,
  ask: AiAsk,
  by: RetrievalScope,
): Promise<RetrievedKnowledge> {
  const { mask } = by;
  const { retrieval } = deps.settings;
  const folders = (ask.knowledge ?? []).filter((name) => !retrieval.has(name));
  const data = [...(ask.data ?? [])];
  const citations: AiCitation[] = [];
  for (const name of ask.knowledge ?? []) {
    const provider = retrieval.get(name);
    if (provider === undefined) continue;
    const found = await retrieveFrom(
      deps,
      { knowledge: name, name: provider },
      mask(ask.prompt),
      by,
    );
    if (found.kind === "failed") return { ...found, provider };
    for (const { text, title, url } of found.passages) {
      data.push({ label: `knowledge: ${title}`, text: mask(text) });
      citations.push({ title, url });
    }
    if (found.passages.length === 0) {
      data.push({ label: `knowledge: ${name}`, text: "(nothing was found for this question)" });
    }
  }
  return { kind: "found", ask: { ...ask, data, knowledge: folders }, citations };
}

async function retrieveFrom(
  deps: RetrievalDeps,
  { knowledge, name }: { readonly knowledge: string; readonly name: string },
  question: string,
  { facts, signal, id }: RetrievalScope,
): Promise<
  | { readonly kind: "found"; readonly passages: readonly Passage[] }
  | Omit<Extract<RetrievedKnowledge, { readonly kind: "failed" }>, "provider">
> {
  const { providers, settings, clock } = deps;
  const provider = providers.get(name);
  const retriever = provider?.retriever;
  if (provider === undefined || retriever === undefined) {
    return failed("disabled", `${name} finds no passages on this machine`);
  }
  const link = { provider, onlyFor: settings.onlyFor.get(name) };
  const obstacle = findObstacle(link, 0, facts, { images: false, tools: false });
  if (obstacle !== undefined) return failed("not_allowed", `${name} ${obstacle}`);
  const pace = settings.providerPaces.get(name);
  const takeTurn = createProviderLimit({ ...deps, name, pace, id: `${id}:retrieve:${knowledge}` });
  const over = await takeTurn();
  if (over !== undefined) return failed("overloaded", over.message);
  try {
    const passages = await withinTime(clock, { signal, limitMs }, (stop) =>
      retriever.retrieve(question, stop),
    );
    return { kind: "found", passages };
  } catch (error) {
    return failed(failureKindOf(error), `${name}: ${errorText(error)}`);
  }
}

function failed(
  code: Extract<RetrievedKnowledge, { readonly kind: "failed" }>["code"],
  message: string,
) {
  return { kind: "failed", code, message } as const;
}
