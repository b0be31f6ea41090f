import type { EffectId } from "#core/lib/ids.ts";
import type { Json } from "#core/lib/json.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { ContactChange } from "./contact.ts";
import type { MessageOut, SendClass } from "./message-out.ts";

/** What a plugin is asked to do; its result comes back as a `result` event with the effect's id. */
export interface ActivityRequest {
  /** `action`, `ai`, `media`: the port that runs it. */
  readonly port: "action" | "ai" | "media";
  /** The action's or provider's name. */
  readonly name: string;
  readonly input: Json;
}

/**
 * What `advance` asks the shell for, in order. `id` is `run:sequence` and stable across repeats, so
 * that a repeat of the same input cannot send twice.
 */
export type Effect =
  | {
      readonly kind: "send";
      readonly id: EffectId;
      readonly message: MessageOut;
      readonly class: SendClass;
      readonly purpose: string;
    }
  | { readonly kind: "wake"; readonly id: EffectId; readonly wait: string; readonly at: Millis }
  | {
      readonly kind: "activity";
      readonly id: EffectId;
      readonly request: ActivityRequest;
      readonly timeoutMs: number;
    }
  | { readonly kind: "contact"; readonly id: EffectId; readonly change: ContactChange }
  | { readonly kind: "record"; readonly id: EffectId; readonly what: string; readonly data: Json };
