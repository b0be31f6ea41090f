import { BotError, errorText } from "#core/lib/bot-error.ts";
import { secondMs } from "#core/lib/millis.ts";
import type { AiAsk } from "#core/model/ai.ts";
import {
  type AiFailureKind,
  type AiProvider,
  aiFailureKinds,
  type Passage,
} from "#core/model/ports/ai-provider.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { AiFacts } from "./ai-facts.ts";
import type { AiSettings } from "./ai-settings.ts";
import type { AiCitation } from "./attempt.ts";
import { findObstacle } from "./chain.ts";
import type { Mask } from "./create-masker.ts";

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
const timeoutMs = 30 * secondMs;

/**
 * Has providers look a question up where it names knowledge of theirs. They are asked by the same rules as
 * for an answer: what acts as a signed-in person is for those whom `only_for` lists. What is found goes
 * along as material like any other, that nothing was found too.
 */
export async function retrieveKnowledge(
  deps: {
    readonly providers: ReadonlyMap<string, AiProvider>;
    readonly settings: AiSettings;
    readonly clock: Clock;
  },
  ask: AiAsk,
  facts: AiFacts,
  mask: Mask,
  signal: AbortSignal,
): Promise<RetrievedKnowledge> {
  const { retrieval } = deps.settings;
  const folders = (ask.knowledge ?? []).filter((name) => !retrieval.has(name));
  const data = [...(ask.data ?? [])];
  const citations: AiCitation[] = [];
  for (const name of ask.knowledge ?? []) {
    const provider = retrieval.get(name);
    if (provider === undefined) continue;
    const found = await retrieveFrom(deps, provider, mask(ask.prompt), facts, signal);
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
  { providers, settings, clock }: Parameters<typeof retrieveKnowledge>[0],
  name: string,
  question: string,
  facts: AiFacts,
  signal: AbortSignal,
): Promise<
  | { readonly kind: "found"; readonly passages: readonly Passage[] }
  | Omit<Extract<RetrievedKnowledge, { readonly kind: "failed" }>, "provider">
> {
  const provider = providers.get(name);
  const retriever = provider?.retriever;
  if (provider === undefined || retriever === undefined) {
    return failed("disabled", `${name} finds no passages on this machine`);
  }
  const link = { provider, onlyFor: settings.onlyFor.get(name) };
  const obstacle = findObstacle(link, 0, facts, { images: false, tools: false });
  if (obstacle !== undefined) return failed("not_allowed", `${name} ${obstacle}`);
  const limit = new AbortController();
  const late = Promise.withResolvers<never>();
  const giveUp = (message: string) => () => {
    limit.abort();
    late.reject(new BotError("AI_TIMEOUT", message));
  };
  const cancel = clock.after(timeoutMs, giveUp(`nothing came within ${timeoutMs / secondMs} s`));
  const onAbort = giveUp("it was called off");
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    if (signal.aborted) onAbort();
    const asking = Promise.try(() => retriever.retrieve(question, limit.signal));
    return { kind: "found", passages: await Promise.race([asking, late.promise]) };
  } catch (error) {
    return failed(kindOf(error), `${name}: ${errorText(error)}`);
  } finally {
    cancel();
    signal.removeEventListener("abort", onAbort);
  }
}

function failed(
  code: Extract<RetrievedKnowledge, { readonly kind: "failed" }>["code"],
  message: string,
) {
  return { kind: "failed", code, message } as const;
}

function kindOf(error: unknown): AiFailureKind {
  const code = error instanceof BotError ? String(error.code) : "";
  return aiFailureKinds.find((kind) => code === `AI_${kind.toUpperCase()}`) ?? "protocol";
}
