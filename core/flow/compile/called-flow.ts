import type { Passage } from "./passage.ts";
import type { Slot } from "./slot.ts";

/** A flow as those see it that call it. */
export interface CalledFlow {
  readonly inputs: ReadonlyMap<string, Slot>;
  readonly outputs: ReadonlyMap<string, Slot>;
  /** Slots that certainly have a value when it ends. */
  readonly filled: ReadonlySet<string>;
  /** What passes from its beginning to its end, on one way or another. */
  readonly passages: readonly Passage[];
  /** Whether it may send what only an open window lets through before the person writes again. */
  readonly speaksFirst: boolean;
}
