import type { KnowledgeHit, KnowledgeIndex } from "#core/model/ports/knowledge.ts";
import { searchWords } from "./search-words.ts";

/** Chunks that go along with a question. */
const maxHits = 6;

/** What fits a question in these folders, the best first. */
export function searchIndex(
  index: KnowledgeIndex,
  names: readonly string[],
  question: string,
): readonly KnowledgeHit[] {
  const words = searchWords(question);
  return takeTurns(names.map((name) => index.search(name, words, maxHits))).slice(0, maxHits);
}

/** The best of each, then the second of each: places of different folders cannot be compared. */
function takeTurns(lists: readonly (readonly KnowledgeHit[])[]): readonly KnowledgeHit[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, place) => place).flatMap((place) =>
    lists.flatMap((list) => list[place] ?? []),
  );
}
