import { type EffectId, effectId } from "#core/lib/ids.ts";
import type { Json } from "#core/lib/json.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { NewConsent } from "./consent.ts";
import type { ContactChange } from "./contact.ts";
import type { MessageOut, SendClass } from "./message-out.ts";

/** What a plugin is asked to do; its result comes back as a `result` event with the effect's id. */
export interface ActivityRequest {
  /** The port that runs it; `signal`: nothing is run, it becomes an event of the conversation. */
  readonly port: "action" | "ai" | "media" | "privacy" | "signal" | "voice";
  /** The action's, provider's or event's name. */
  readonly name: string;
  readonly input: Json;
}

/** The id of a further try of an activity; `tried` is how often it was tried already. */
export function laterTry(first: EffectId, tried: number): EffectId {
  return effectId(`${first}~${tried + 1}`);
}

/** The same for every try of one thing: what the other side may know a repeat by. */
export function idempotencyKey(effect: EffectId): string {
  return effect.replace(/~\d+$/, "");
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
  /** A person of ours takes over; `untilAt` undefined: for as long as handoffs last by themselves. */
  | {
      readonly kind: "handoff";
      readonly id: EffectId;
      readonly wait: string;
      /** For the person who takes over. */
      readonly summary: string;
      readonly untilAt: Millis | undefined;
    }
  /** An event for the flows of this conversation; `hops`: how many events led to it. */
  | {
      readonly kind: "emit";
      readonly id: EffectId;
      readonly name: string;
      readonly data: Json;
      readonly hops: number;
    }
  /** What the person answered to a purpose, with the exact words that they were asked in. */
  | {
      readonly kind: "consent";
      readonly id: EffectId;
      readonly line: Pick<NewConsent, "purpose" | "wording" | "covers"> & {
        readonly answer: "yes" | "no";
      };
    }
  | { readonly kind: "contact"; readonly id: EffectId; readonly change: ContactChange }
  | { readonly kind: "record"; readonly id: EffectId; readonly what: string; readonly data: Json };
