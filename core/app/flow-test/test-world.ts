import type { Millis } from "#core/lib/millis.ts";
import type { PersonAct, ShownMessage } from "#core/model/ports/simulator.ts";
import type { TestState } from "./match-state.ts";

/** What can happen in a test. */
export type Happening =
  | { readonly kind: "user"; readonly act: PersonAct }
  | { readonly kind: "after"; readonly durationMs: number }
  | { readonly kind: "redeliver" };

export interface Happened {
  /** What the bot said, oldest first. */
  readonly said: readonly ShownMessage[];
  /** What the person does not see and the author should: sends that were refused, errors. */
  readonly notes: readonly string[];
  /** True if the process died at the planned write. */
  readonly isCrashReached: boolean;
}

/** The bot, its network in miniature and one person, in time that moves only when told. */
export interface TestWorld {
  readonly personName: string;
  now(): Millis;
  /**
   * Lets it happen and everything that follows from it, until nothing is left to do. With a
   * `crashPoint` the process dies at that write to the store, else when all is done, and starts
   * again. Throws for what cannot be done, such as a tap on an option that is not there.
   */
  happen(happening: Happening, crashPoint?: number): Promise<Happened>;
  state(): Promise<TestState>;
  close(): Promise<void>;
}
