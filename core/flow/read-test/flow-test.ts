import type { Position } from "#core/flow/finding.ts";
import type { Json } from "#core/lib/json.ts";
import type { PersonAct } from "#core/model/ports/simulator.ts";
import type { Run } from "#core/model/run.ts";

/** A `*.test.yaml` file that was read; everything in it knows where it stands. */
export interface FlowTestFile {
  readonly file: string;
  readonly flow: string;
  readonly flowAt: Position;
  readonly tests: readonly FlowTest[];
}

export interface FlowTest {
  readonly name: string;
  readonly at: Position;
  readonly contact: TestContact;
  /** When it begins, as a wall clock of the bot's time zone shows it; undefined: the default. */
  readonly now: string | undefined;
  readonly steps: readonly TestStep[];
}

/** Who talks in a test; undefined is the default of the page: every purpose, the first locale. */
export interface TestContact {
  readonly name: string | undefined;
  readonly language: string | undefined;
  readonly consent: readonly string[] | undefined;
  readonly hasPhone: boolean;
  readonly tags: readonly string[];
  readonly profile: Readonly<Record<string, Json>>;
}

/** `bot` names the next message, `count` the next few, without looking at them. */
export type TestStep =
  | { readonly kind: "user"; readonly at: Position; readonly act: PersonAct }
  | { readonly kind: "bot"; readonly at: Position; readonly message: ExpectedMessage }
  | { readonly kind: "count"; readonly at: Position; readonly count: number }
  | { readonly kind: "expect"; readonly at: Position; readonly state: ExpectedState }
  | { readonly kind: "after"; readonly at: Position; readonly durationMs: number }
  | { readonly kind: "redeliver"; readonly at: Position }
  | { readonly kind: "crash"; readonly at: Position };

/** What must be true of one message; an absent key may be anything. */
export interface ExpectedMessage {
  readonly text?: string | undefined;
  readonly contains?: string | undefined;
  readonly matches?: string | undefined;
  readonly options?: readonly string[] | undefined;
  readonly template?: string | undefined;
  readonly values?: readonly string[] | undefined;
}

/** What must be true of the run and the contact; an absent key may be anything. */
export interface ExpectedState {
  readonly flow?: string | undefined;
  readonly step?: string | undefined;
  readonly ended?: boolean | undefined;
  readonly state?: Run["state"] | undefined;
  readonly slots?: Readonly<Record<string, Json>> | undefined;
  readonly stopped?: boolean | undefined;
}
