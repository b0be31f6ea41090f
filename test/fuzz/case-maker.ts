import type { Json } from "#core/lib/json.ts";
import { SeededRandom } from "#core/plugin/testing/seeded-random.ts";
import { drawBody } from "./body/draw-body.ts";
import { createJsonPools } from "./body/json-pool.ts";
import type { Sample } from "./body/sample.ts";
import { readVocabulary } from "./body/vocabulary.ts";
import type { FuzzCase } from "./fuzz-case.ts";
import { type Header, isSigned, signBody } from "./sign-body.ts";

/** Bodies that share the values which fast-check made. */
const poolPeriod = 4_000;
/** Without a length the body is read as it streams in. */
const streamedChance = 0.05;

/** Case `number` of a seed is always the same, whichever were made before it. */
export type CaseMaker = (number: number) => FuzzCase;

export function createCaseMaker(seed: number, samples: readonly Sample[]): CaseMaker {
  const vocabulary = readVocabulary(samples);
  let period = -1;
  let pool: readonly Json[] = [];
  const makePool = createJsonPools(vocabulary);
  return (number) => {
    const wanted = Math.floor(number / poolPeriod);
    if (wanted !== period) {
      period = wanted;
      pool = makePool(seed ^ Math.imul(period + 1, 0x85ebca6b));
    }
    const random = new SeededRandom(seed ^ Math.imul(number + 1, 0x9e3779b1));
    const { bytes: body, trick, becomes } = drawBody(number, { random, samples, vocabulary, pool });
    const { way, headers } = signBody(body, random);
    const all = [...drawHeaders(body, random), ...headers];
    return {
      number,
      body,
      headers: all,
      trick,
      signing: way,
      isSigned: isSigned(all, body),
      ...(becomes === undefined ? {} : { becomes }),
    };
  };
}

function drawHeaders(body: Uint8Array, random: SeededRandom): readonly Header[] {
  const types = ["application/json", "application/json; charset=utf-16", "text/plain", "x/y"];
  const type: Header = [
    "content-type",
    random.chance(0.9) ? "application/json" : random.pick(types),
  ];
  const length: readonly Header[] = random.chance(streamedChance)
    ? []
    : [["content-length", String(body.length)]];
  const packed: readonly Header[] = random.chance(0.02) ? [["content-encoding", "gzip"]] : [];
  return [type, ...length, ...packed];
}
