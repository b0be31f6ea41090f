/**
 * How much a first place is worth against a tenth. Source: Cormack, Clarke and Büttcher, Reciprocal
 * Rank Fusion, SIGIR 2009: 60, whatever the lists are.
 */
const flattening = 60;

export interface FusedRank {
  readonly id: number;
  readonly score: number;
  /** Its place in each list, from 1; undefined: it is not in it. */
  readonly ranks: readonly (number | undefined)[];
}

/** One list of several, by places alone: scores of different makers cannot be compared. The best first. */
export function fuseRanks(lists: readonly (readonly number[])[]): readonly FusedRank[] {
  const places = lists.map((ids) => new Map(ids.map((id, index) => [id, index + 1])));
  const ids = new Set(lists.flat());
  const fused = [...ids].map((id): FusedRank => {
    const ranks = places.map((list) => list.get(id));
    const score = ranks.reduce<number>(
      (sum, rank) => sum + (rank === undefined ? 0 : 1 / (flattening + rank)),
      0,
    );
    return { id, score, ranks };
  });
  // What comes out the same stays in the order of the first list that has it.
  return fused.toSorted((a, b) => b.score - a.score);
}
