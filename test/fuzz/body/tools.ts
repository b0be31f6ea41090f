import type { Json } from "#core/lib/json.ts";
import type { SeededRandom } from "#core/plugin/testing/seeded-random.ts";
import type { Sample } from "./sample.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** What bodies are broken with. */
export interface Tools {
  readonly random: SeededRandom;
  readonly samples: readonly Sample[];
  readonly vocabulary: Vocabulary;
  /** Values of fast-check's making. */
  readonly pool: readonly Json[];
}
