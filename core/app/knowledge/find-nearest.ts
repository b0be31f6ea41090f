import type { Clock } from "#core/model/ports/clock.ts";
import type { KnowledgeVectors } from "#core/model/ports/knowledge.ts";

/** Numbers that are multiplied in one turn of the event loop: a few milliseconds of work. */
const numbersAtOnce = 400_000;
/** Cosines below are no likeness, with any model. */
const leastCosine = 0.2;

/**
 * The chunks of a folder that are nearest to a vector, the nearest first: every one is looked at, which
 * is exact, and fast enough for as many as a folder may have. Others have their turn in between.
 */
export async function findNearest(
  vectors: KnowledgeVectors,
  clock: Clock,
  { knowledge, space }: { readonly knowledge: string; readonly space: string },
  question: Float32Array,
  limit: number,
): Promise<readonly number[]> {
  const size = Math.sqrt(dot(question, question));
  if (size === 0) return [];
  const pageSize = Math.max(1, Math.floor(numbersAtOnce / question.length));
  let best: { readonly id: number; readonly cosine: number }[] = [];
  let after = 0;
  for (;;) {
    const page = vectors.page(knowledge, space, after, pageSize);
    for (const { id, vector } of page) {
      after = id;
      const cosine = vector.length === question.length ? dot(vector, question) / size : 0;
      if (cosine >= leastCosine) best.push({ id, cosine });
    }
    best = best.toSorted((a, b) => b.cosine - a.cosine).slice(0, limit);
    if (page.length < pageSize) return best.map(({ id }) => id);
    await new Promise<void>((resolve) => clock.soon(resolve));
  }
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index += 1) sum += (a[index] ?? 0) * (b[index] ?? 0);
  return sum;
}
