import { catalogSamples } from "./catalog-samples.ts";
import { choiceSamples } from "./choice-samples.ts";
import { plainSamples } from "./plain-samples.ts";
import type { Sample } from "./sample.ts";
import { templateSamples } from "./template-samples.ts";

/** At least one message of every kind. */
export const samples: readonly Sample[] = [
  ...plainSamples,
  ...choiceSamples,
  ...catalogSamples,
  ...templateSamples,
];
