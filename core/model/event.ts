import { z } from "zod";
import type { AccountId, ConversationId } from "#core/lib/ids.ts";
import { type EventId, effectId, idSchema, runId, timerId } from "#core/lib/ids.ts";
import { jsonSchema } from "#core/lib/json.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { Sender } from "./identity.ts";
import { senderSchema } from "./identity.ts";
import { messageInSchema } from "./message-in.ts";
import { messageOutSchema } from "./message-out.ts";

/** How an activity ended. `unknown`: it may or may not have had its effect. */
export const activityOutcomeSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("done"), value: jsonSchema }),
  z.object({ kind: z.literal("failed"), code: z.string(), message: z.string() }),
  z.object({ kind: z.literal("unknown"), message: z.string() }),
]);
export type ActivityOutcome = z.infer<typeof activityOutcomeSchema>;

/** What a person of ours asks for: the bot takes over again, or a message goes out. */
const operatorActSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("resume") }),
  z.object({ kind: z.literal("send"), message: messageOutSchema, purpose: z.string() }),
]);

/**
 * What came in. `message`, `identity`, `timer`, `result`, `signal` and `operator` belong to a
 * conversation and take its lane; `account` and `unparsed` are kept for people and are done at once.
 */
export const eventBodySchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("message"), message: messageInSchema, sender: senderSchema }),
  /** The person's number or id changed; not a turn. */
  z.object({ kind: z.literal("identity"), sender: senderSchema }),
  z.object({
    kind: z.literal("timer"),
    timer: idSchema(timerId),
    run: idSchema(runId),
    /** Id of the wait that set it; a run that rests elsewhere ignores the event. */
    wait: z.string(),
  }),
  z.object({
    kind: z.literal("result"),
    effect: idSchema(effectId),
    outcome: activityOutcomeSchema,
  }),
  z.object({ kind: z.literal("signal"), name: z.string(), data: jsonSchema }),
  z.object({ kind: z.literal("operator"), by: z.string(), act: operatorActSchema }),
  z.object({ kind: z.literal("account"), field: z.string(), value: jsonSchema }),
  z.object({ kind: z.literal("unparsed"), reason: z.string() }),
]);
export type EventBody = z.infer<typeof eventBodySchema>;
export type EventKind = EventBody["kind"];

/** An event on its way into the inbox. Exactly one of `sender` and `conversation` for a lane. */
export interface NewEvent {
  readonly account: AccountId;
  /** Unique per account for ever; kept as an HMAC because vendor ids may hold a phone number. */
  readonly dedupeKey: string;
  readonly sender?: Sender;
  readonly conversation?: ConversationId;
  readonly occurredAt: Millis;
  readonly receivedAt: Millis;
  readonly body: EventBody;
  /** The vendor's own JSON of this one update, kept until retention removes it. */
  readonly raw?: string;
}

/** An event of the inbox, as a claim hands it out. */
export interface StoredEvent {
  readonly id: EventId;
  readonly occurredAt: Millis;
  readonly receivedAt: Millis;
  readonly body: EventBody;
  /** How often handling it has failed. */
  readonly attempts: number;
}

/** `done`: had its effect; `ignored`: kept, deliberately without effect; `dead`: parked after N tries. */
export type EventState = "pending" | "done" | "ignored" | "dead";

/** What the order of a conversation's events depends on; every stored event is one. */
export interface EventKey {
  readonly id: EventId;
  readonly occurredAt: Millis;
  readonly body: { readonly kind: EventKind };
}

/**
 * The order in which a conversation's pending events are handled: activity results first, then by
 * the sender's own time stamp, ties by arrival. A timer's stamp is the moment it was due, so a
 * message stamped before that wins.
 */
export function compareEvents(a: EventKey, b: EventKey): number {
  const first = (event: EventKey) => (event.body.kind === "result" ? 0 : 1);
  if (first(a) !== first(b)) return first(a) - first(b);
  if (a.occurredAt !== b.occurredAt) return a.occurredAt - b.occurredAt;
  return a.id < b.id ? -1 : 1;
}
