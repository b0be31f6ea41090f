import type { DrawnBody } from "./body/draw-body.ts";
import type { Header, SigningWay } from "./sign-body.ts";

/** One POST that the bot has to bear. */
export interface FuzzCase {
  /** From 0, in the order of the run. */
  readonly number: number;
  readonly body: Uint8Array;
  readonly headers: readonly Header[];
  readonly trick: DrawnBody["trick"];
  readonly signing: SigningWay;
  /** Whether it is Meta's, by our own reckoning. */
  readonly isSigned: boolean;
  readonly becomes?: DrawnBody["becomes"];
}
