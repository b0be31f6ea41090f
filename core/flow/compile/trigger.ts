import type { Expression } from "#core/flow/expression/compile-expression.ts";
import type { Position } from "#core/flow/finding.ts";
import type { Cron } from "#core/lib/cron.ts";
import type { Delivery } from "#core/model/status.ts";
import type { Placed } from "./placed.ts";

/** What a trigger listens to. Words and globs are folded already. */
export type TriggerMatch =
  | { readonly kind: "choice"; readonly choice: string }
  | { readonly kind: "word"; readonly word: string }
  | { readonly kind: "glob"; readonly pieces: readonly string[] }
  | { readonly kind: "pattern"; readonly matches: (text: string) => boolean }
  | { readonly kind: "message_kind"; readonly messageKind: string }
  /** `emoji` undefined: any. */
  | { readonly kind: "reaction"; readonly emoji: string | undefined }
  | { readonly kind: "status"; readonly status: Delivery }
  | { readonly kind: "event"; readonly event: string }
  | {
      readonly kind: "schedule";
      /** As written; with the flow's name it tells one schedule from another. */
      readonly schedule: string;
      readonly cron: Cron;
      readonly audience: Placed<Expression>;
    }
  /** A sentence that says what the person wants. */
  | { readonly kind: "intent"; readonly intent: string }
  | { readonly kind: "order" | "form" | "ad" | "number_changed" }
  | { readonly kind: "first_contact" | "outside_hours" | "any" | "fallback" };

/** One way into a flow. */
export interface Trigger {
  /** As people write it: `message: kopi`. */
  readonly name: string;
  readonly match: TriggerMatch;
  readonly when: Placed<Expression> | undefined;
  /** Account name or channel kind; undefined: any. */
  readonly channel: string | undefined;
  readonly at: Position;
}
