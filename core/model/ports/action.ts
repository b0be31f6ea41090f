import type { z } from "zod";
import type { Json } from "#core/lib/json.ts";

/** Something that a plugin can do for a flow, as data: the checker and editors know it by this. */
export interface ActionDeclaration {
  /** The plugin's own word: `post` of `http.post`. Small letters, digits and `_`. */
  readonly name: string;
  /** One sentence. */
  readonly about: string;
  /** What stands under `with`; every field has a description. */
  readonly input: z.ZodType;
  readonly output: z.ZodType;
  /**
   * Whether doing it twice with the same key does no more than doing it once. If not, a call whose
   * outcome nobody knows is never repeated.
   */
  readonly isIdempotent: boolean;
  /** True: it changes nothing anywhere, so that a model may call it where a flow lets it. */
  readonly isReadOnly?: boolean;
}

/** One call of an action. */
export interface ActionCall {
  /** The declaration's name. */
  readonly action: string;
  /** Fits the declared schema; defaults are filled in. */
  readonly input: unknown;
  /** The same for every try of one step of one run, also after a crash. */
  readonly key: string;
  /** How long this try may take; the signal aborts at its end. */
  readonly timeoutMs: number;
}

/**
 * How a call ended. `failed`: it certainly had no effect; `code` is what a flow compares
 * `error.kind` with, small letters, digits and `_`; `isFinal`: another try would end the same.
 * `unknown`: it may or may not have had its effect.
 */
export type ActionOutcome =
  | { readonly kind: "done"; readonly value: Json }
  | {
      readonly kind: "failed";
      readonly code: string;
      /** For the team, without secrets and without what the call was given. */
      readonly message: string;
      readonly isFinal?: boolean;
    }
  | { readonly kind: "unknown"; readonly message: string };

/** Does the calls of one plugin's actions. A throw counts as an outcome that nobody knows. */
export type RunAction = (call: ActionCall, signal: AbortSignal) => Promise<ActionOutcome>;
