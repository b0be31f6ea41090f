import type { Turn } from "#core/engine/turn.ts";

/** Why a turn ended before it reached its flow; kept with the event. */
export type StageResult =
  | { readonly kind: "continue" }
  /** `handled`: the stage itself did what there was to do. `ignored`: kept, no effect, and why. */
  | { readonly kind: "stop"; readonly as: "handled" | "ignored"; readonly reason: string };

/**
 * One stage of a conversation's turn. It reads and fills the turn, sends nothing itself, and its
 * stop is recorded.
 */
export interface Stage {
  readonly name:
    | "identity"
    | "admit"
    | "migrate"
    | "voice"
    | "media"
    | "interrupt"
    | "loop"
    | "limit"
    | "route"
    | "gate"
    | "advance";
  run(turn: Turn): StageResult | Promise<StageResult>;
}

export const goOn: StageResult = { kind: "continue" };

export function handled(reason: string): StageResult {
  return { kind: "stop", as: "handled", reason };
}

export function ignored(reason: string): StageResult {
  return { kind: "stop", as: "ignored", reason };
}
