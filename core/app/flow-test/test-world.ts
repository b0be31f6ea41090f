import type { TestReceipt, UserAct } from "#core/flow/read-test/flow-test.ts";
import type { JsonObject } from "#core/lib/json.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { MockProblem } from "./answer-ai.ts";
import type { TestState } from "./match-state.ts";
import type { Said } from "./said.ts";

/** What can happen in a test. */
export type Happening =
  /** Several acts come a second apart. */
  | { readonly kind: "user"; readonly acts: readonly UserAct[] }
  | { readonly kind: "after"; readonly durationMs: number }
  | { readonly kind: "redeliver" }
  /** Another system of ours tells of the person. */
  | { readonly kind: "event"; readonly name: string; readonly data: JsonObject }
  /** The network tells how the last message of the bot's fared. */
  | { readonly kind: "status"; readonly receipt: TestReceipt };

export interface Happened {
  /** What the bot said, oldest first. */
  readonly said: readonly Said[];
  /** What the person does not see and the author should: sends that were refused, errors. */
  readonly notes: readonly string[];
  /** Calls that the test has no answer for. */
  readonly problems: readonly MockProblem[];
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
