import type { JsonObject } from "#core/lib/json.ts";

/** How many updates of each kind a webhook becomes when nothing in it is broken. */
export interface Yield {
  readonly kind: "updates" | "foreign";
  readonly events: number;
  readonly statuses: number;
}

/** A good webhook to begin from. */
export interface Sample {
  readonly name: string;
  readonly webhook: JsonObject;
  /** Undefined where nobody has written down what it becomes. */
  readonly becomes?: Yield;
}
