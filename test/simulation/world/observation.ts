import type { Millis } from "#core/lib/millis.ts";
import type { NewEvent } from "#core/model/event.ts";
import type { Claim, CommitPlan } from "#core/model/plan.ts";
import type { AppliedStatus } from "#core/model/ports/store.ts";
import type { Send, SendDecision, SendResult, SendStart } from "#core/model/send.ts";
import type { CrashPoint } from "./crash-points.ts";
import type { Attempt } from "./read-callback.ts";
import type { Post } from "./read-post.ts";

/** What somebody outside can see, or the store has made durable. */
export type Happening =
  /** A process starts; `isDrained` if the last one ended by itself. */
  | { readonly kind: "born"; readonly isDrained: boolean }
  | { readonly kind: "died"; readonly point: CrashPoint | "drain" }
  | { readonly kind: "trouble"; readonly what: string }
  /** A webhook of one message was answered; undefined: nobody did. */
  | {
      readonly kind: "message-delivered";
      readonly who: string;
      readonly wamid: string;
      readonly text: string;
      readonly type: string;
      readonly stampAt: Millis;
      readonly status: number | undefined;
    }
  | {
      readonly kind: "receipt-delivered";
      readonly send: Attempt | undefined;
      readonly receipt: string;
      readonly status: number | undefined;
    }
  | {
      readonly kind: "ingested";
      readonly events: readonly NewEvent[];
      readonly answers: readonly ("new" | "duplicate")[];
    }
  | { readonly kind: "claimed"; readonly who: string; readonly claim: Claim }
  | {
      readonly kind: "committed";
      readonly who: string;
      readonly claim: Claim;
      readonly plan: CommitPlan;
      readonly how: "commit" | "bury";
    }
  | {
      readonly kind: "gave-back";
      readonly who: string;
      readonly claim: Claim;
      readonly how: "retry" | "defer" | "fenced";
    }
  | { readonly kind: "timers-fired"; readonly count: number }
  | { readonly kind: "send-claimed"; readonly who: string; readonly send: Send }
  | {
      readonly kind: "send-decided";
      readonly who: string;
      readonly send: Send;
      readonly decision: SendDecision;
      readonly start: SendStart;
    }
  | { readonly kind: "posted"; readonly who: string | undefined; readonly post: Post }
  /** It is on the person's phone now. */
  | { readonly kind: "taken"; readonly who: string; readonly post: Post; readonly wamid: string }
  | {
      readonly kind: "post-answered";
      readonly who: string | undefined;
      readonly post: Post;
      readonly reply: string;
    }
  | {
      readonly kind: "send-ended";
      readonly who: string;
      readonly send: Send;
      readonly result: SendResult;
    }
  | { readonly kind: "receipts-kept"; readonly statuses: readonly AppliedStatus[] }
  | { readonly kind: "error-logged"; readonly event: string; readonly detail: string };

/**
 * A happening with its moments: `at` is the world's true time, `clockAt` what the machine's clock
 * showed, which may be an hour off. `life` counts the processes.
 */
export type Observation = Happening & {
  readonly at: Millis;
  readonly clockAt: Millis;
  readonly life: number;
};
