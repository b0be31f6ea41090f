import type { EventAnswer } from "#core/engine/take-event.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { NewEvent } from "#core/model/event.ts";
import type { Claim, CommitPlan } from "#core/model/plan.ts";
import type { Activity, AppliedStatus } from "#core/model/ports/store.ts";
import type { Send, SendDecision, SendResult, SendStart } from "#core/model/send.ts";
import type { CrashPoint } from "./crash-points.ts";
import type { Attempt } from "./read-callback.ts";
import type { FileRequest } from "./read-file-request.ts";
import type { Post } from "./read-post.ts";
import type { WebhookItem } from "./read-webhook.ts";
import type { ShopOrder } from "./shop-order.ts";

/** What somebody outside can see, or the store has made durable. */
interface Happenings {
  /** A process starts; `isDrained` if the last one ended by itself. */
  readonly born: { readonly isDrained: boolean };
  readonly died: { readonly point: CrashPoint | "drain" };
  readonly trouble: { readonly what: string };
  /** A webhook was answered that told this; undefined: nobody answered. */
  readonly told: {
    readonly who: string | undefined;
    readonly item: WebhookItem;
    readonly status: number | undefined;
  };
  readonly "receipt-delivered": {
    readonly send: Attempt | undefined;
    readonly receipt: string;
    readonly status: number | undefined;
  };
  readonly ingested: {
    readonly events: readonly NewEvent[];
    readonly answers: readonly ("new" | "duplicate")[];
  };
  readonly claimed: { readonly who: string; readonly claim: Claim };
  readonly committed: {
    readonly who: string;
    readonly claim: Claim;
    readonly plan: CommitPlan;
    readonly how: "commit" | "bury";
  };
  readonly "gave-back": {
    readonly who: string;
    readonly claim: Claim;
    readonly how: "retry" | "defer" | "fenced";
  };
  readonly "activity-claimed": { readonly activity: Activity };
  readonly "timers-fired": { readonly count: number };
  readonly "send-claimed": { readonly who: string; readonly send: Send };
  readonly "send-decided": {
    readonly who: string;
    readonly send: Send;
    readonly decision: SendDecision;
    readonly start: SendStart;
  };
  readonly posted: { readonly who: string | undefined; readonly post: Post };
  /** It is on the person's phone now. */
  readonly taken: { readonly who: string; readonly post: Post; readonly wamid: string };
  readonly "post-answered": {
    readonly who: string | undefined;
    readonly post: Post;
    readonly reply: string;
  };
  readonly "send-ended": {
    readonly who: string;
    readonly send: Send;
    readonly result: SendResult;
  };
  /** `isWhole`: as the vendor gave it. */
  readonly "file-answered": FileRequest & { readonly isWhole: boolean; readonly reply: string };
  /** The shop has done what an action asked it; `number` is what it gave for it. */
  readonly "shop-did": ShopOrder & { readonly number: string };
  /** An outside system has told of a person, and the bot has taken it in, or knew it already. */
  readonly "event-told": {
    readonly who: string;
    readonly name: string;
    readonly words: string;
    readonly answer: EventAnswer;
  };
  readonly "receipts-kept": { readonly statuses: readonly AppliedStatus[] };
  readonly "error-logged": { readonly event: string; readonly detail: string };
}

export type Kind = keyof Happenings;

/** A happening that has no moment yet. */
export type Happening = { [K in Kind]: { readonly kind: K } & Happenings[K] }[Kind];

/**
 * A happening with its moments: `at` is the world's true time, `clockAt` what the machine's clock
 * showed, which may be an hour off. `life` counts the processes.
 */
interface Moments {
  readonly at: Millis;
  readonly clockAt: Millis;
  readonly life: number;
}

export type Observation<K extends Kind = Kind> = {
  [P in K]: { readonly kind: P } & Happenings[P] & Moments;
}[K];

/** What to do with observations of some kinds; of the others nothing. */
export type Handlers = { readonly [P in Kind]?: (observation: Observation<P>) => void };

/** Hands an observation to whoever waits for its kind. */
export function dispatch<K extends Kind>(handlers: Handlers, observation: Observation<K>): void {
  const handler: Handlers[K] = handlers[observation.kind];
  handler?.(observation);
}
