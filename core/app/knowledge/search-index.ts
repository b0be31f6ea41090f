import type { Clock } from "#core/model/ports/clock.ts";
import type { EmbedQuestion, KnowledgeIndex, RankedHit } from "#core/model/ports/knowledge.ts";
import { findNearest } from "./find-nearest.ts";
import { fuseRanks } from "./fuse-ranks.ts";
import { searchWords } from "./search-words.ts";

/** Chunks that go along with a question. */
const maxHits = 6;
/** Chunks of each list that take part in the merging. */
const maxListed = 30;

/** How a search finds by meaning. */
export interface SearchByMeaning {
  /** The space that the folders' vectors are in. */
  readonly space: string;
  readonly embed: EmbedQuestion;
  /** The question's vector is of another length: the model behind the name has changed. */
  readonly onOtherLength?: () => void;
  readonly clock: Clock;
}

/**
 * What fits a question in these folders, the best first: by words, and by meaning where the folders
 * have vectors and the question gets one.
 */
export async function searchIndex(
  index: KnowledgeIndex,
  names: readonly string[],
  question: string,
  meaning?: SearchByMeaning,
): Promise<readonly RankedHit[]> {
  const words = searchWords(question);
  const vector = meaning && (await vectorOf(index, question, meaning));
  const lists = await Promise.all(
    names.map(async (knowledge): Promise<readonly RankedHit[]> => {
      const byWords = index.search(knowledge, words, maxListed);
      const near =
        vector === undefined || meaning === undefined
          ? []
          : await findNearest(
              index.vectors,
              meaning.clock,
              { knowledge, space: meaning.space },
              vector,
              maxListed,
            );
      const best = fuseRanks([byWords.map(({ id }) => id), near]).slice(0, maxHits);
      const chunks = new Map(index.vectors.chunks(best.map(({ id }) => id)).map((c) => [c.id, c]));
      return best.flatMap(({ id, score, ranks: [wordsRank, meaningRank] }) => {
        const chunk = chunks.get(id);
        if (chunk === undefined) return [];
        const { id: _, ...hit } = chunk;
        return [
          {
            ...hit,
            score,
            ...(wordsRank === undefined ? {} : { wordsRank }),
            ...(meaningRank === undefined ? {} : { meaningRank }),
          },
        ];
      });
    }),
  );
  return takeTurns(lists).slice(0, maxHits);
}

/** Nobody is asked for a vector that could be compared with none. */
async function vectorOf(
  { vectors }: KnowledgeIndex,
  question: string,
  { space, embed, onOtherLength }: SearchByMeaning,
): Promise<Float32Array | undefined> {
  const length = vectors.lengthOf(space);
  if (length === undefined) return undefined;
  const vector = await embed(question);
  if (vector === undefined || vector.length === length) return vector;
  onOtherLength?.();
  return undefined;
}

/** The best of each, then the second of each: places of different folders cannot be compared. */
function takeTurns(lists: readonly (readonly RankedHit[])[]): readonly RankedHit[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, place) => place).flatMap((place) =>
    lists.flatMap((list) => list[place] ?? []),
  );
}
