import type { AiAsk } from "#core/model/ai.ts";
import {
  type EmbedQuestion,
  type KnowledgeHit,
  placeOf,
  type SearchKnowledge,
} from "#core/model/ports/knowledge.ts";
import type { AiCitation } from "./attempt.ts";

/** The knowledge folders of the bot. */
export interface KnowledgeSource {
  readonly names: ReadonlySet<string>;
  readonly search: SearchKnowledge;
}

export type GatheredKnowledge =
  | {
      readonly kind: "found";
      /** The question with what was found beside it, as material that gives no orders. */
      readonly ask: AiAsk;
      readonly citations: readonly AiCitation[];
    }
  | { readonly kind: "missing"; readonly message: string };

/**
 * Looks a question up in the folders that it names. What is found goes along as material like any other;
 * that nothing was found is told too, so that nothing is made up in its place.
 * `embed` makes the question's vector; without it, it is looked up by words alone.
 */
export async function gatherKnowledge(
  source: KnowledgeSource | undefined,
  ask: AiAsk,
  embed?: EmbedQuestion,
): Promise<GatheredKnowledge> {
  const { knowledge = [], data = [] } = ask;
  if (knowledge.length === 0) return { kind: "found", ask, citations: [] };
  const lacking = knowledge.filter((name) => source?.names.has(name) !== true);
  if (source === undefined || lacking.length > 0) {
    return { kind: "missing", message: `bot.yaml has no knowledge "${lacking.join('", "')}"` };
  }
  const hits = await source.search(knowledge, ask.prompt, embed);
  const found = hits.map((hit) => ({ label: labelOf(hit), text: hit.text }));
  const nothing = { label: "knowledge", text: "(nothing was found for this question)" };
  return {
    kind: "found",
    ask: { ...ask, data: [...data, ...(found.length === 0 ? [nothing] : found)] },
    citations: hits.map(citationOf),
  };
}

function labelOf({ file, page, heading }: KnowledgeHit): string {
  const place = page === undefined ? [] : [`page ${page}`];
  return `knowledge: ${[file, ...place, ...(heading === "" ? [] : [heading])].join(", ")}`;
}

function citationOf(hit: KnowledgeHit): AiCitation {
  const { knowledge, file, page, heading } = hit;
  const bare = page === undefined ? file : `${file}, page ${page}`;
  return { title: heading === "" ? bare : heading, url: `${knowledge}/${placeOf(hit)}` };
}
