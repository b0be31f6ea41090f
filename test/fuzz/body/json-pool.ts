import fc from "fast-check";
import type { Json } from "#core/lib/json.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Values that fast-check makes at once: each is put into many bodies. */
const poolSize = 400;

/** JSON of fast-check's making, in the words of webhooks: the same seed gives the same values. */
export type JsonPools = (seed: number) => readonly Json[];

export function createJsonPools({ keys, texts }: Vocabulary): JsonPools {
  const key = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...keys) },
    { weight: 1, arbitrary: fc.constantFrom("__proto__", "constructor", "toString") },
    { weight: 1, arbitrary: fc.string() },
  );
  // Not the unit "binary": fast-check keeps a map of all of Unicode for it, 100 MB.
  const anySigns = fc
    .array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength: 10 })
    .map((codePoints) => String.fromCodePoint(...codePoints));
  const { any } = fc.letrec<{ readonly any: Json }>((tie) => ({
    any: fc.oneof(
      { depthSize: "medium" },
      fc.constantFrom<Json>(null, true, false, 0),
      fc.constantFrom(...texts),
      anySigns,
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.array(tie("any"), { maxLength: 4 }),
      fc.dictionary(key, tie("any"), { maxKeys: 6 }),
    ),
  }));
  return (seed) => fc.sample(any, { seed, numRuns: poolSize });
}
