import type { Placed } from "#core/flow/compile/placed.ts";
import type { Expression } from "#core/flow/expression/compile-expression.ts";
import type { Program } from "#core/flow/program.ts";
import type { Rate } from "#core/lib/duration.ts";

/** A broadcast's file, ready to be carried out: data and closures over it. */
export interface BroadcastPlan {
  readonly name: string;
  readonly purpose: string;
  /** Undefined: the bot's only one. */
  readonly account: string | undefined;
  /** A flow of one step, the message. */
  readonly program: Program;
  readonly audience: Placed<Expression>;
  /** Undefined: as fast as the account's own pace lets it. */
  readonly rate: Rate | undefined;
  readonly stopAt: StopAt;
}

/** When a broadcast pauses by itself; shares of the outcomes that are known. */
export interface StopAt {
  readonly failures: number;
  readonly optOuts: number;
  /** Nothing is judged before so many are. */
  readonly after: number;
}
