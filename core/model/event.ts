import { z } from "zod";
import type { AccountId, ConversationId } from "#core/lib/ids.ts";
import { type EventId, effectId, idSchema, runId, timerId } from "#core/lib/ids.ts";
import { jsonSchema } from "#core/lib/json.ts";
import { type Millis, millisSchema } from "#core/lib/millis.ts";
import { budgetOwners } from "./budget.ts";
import type { Sender } from "./identity.ts";
import { senderSchema } from "./identity.ts";
import { messageInSchema } from "./message-in.ts";
import { messageOutSchema } from "./message-out.ts";
import { deliverySchema, sendErrorSchema } from "./status.ts";
import { templateNewsSchema } from "./template.ts";

/**
 * How an activity ended. `failed`: it certainly had no effect, and `isFinal` says that another try
 * would end the same. `unknown`: it may or may not have had its effect; `isRepeatable` says that
 * doing it again does no harm.
 */
export const activityOutcomeSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("done"), value: jsonSchema }),
  z.object({
    kind: z.literal("failed"),
    code: z.string(),
    message: z.string(),
    isFinal: z.boolean().optional(),
  }),
  z.object({
    kind: z.literal("unknown"),
    message: z.string(),
    isRepeatable: z.boolean().optional(),
  }),
]);
export type ActivityOutcome = z.infer<typeof activityOutcomeSchema>;

/** What a person of ours asks for: the bot takes over again, or a message goes out. */
const operatorActSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("resume") }),
  z.object({ kind: z.literal("send"), message: messageOutSchema, purpose: z.string() }),
]);

/**
 * What came in. `account` and `unparsed` are kept for people and are done at once; all others
 * belong to a conversation and take its lane.
 */
export const eventBodySchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("message"), message: messageInSchema, sender: senderSchema }),
  /** The person's number or id changed; not a turn. */
  z.object({ kind: z.literal("identity"), sender: senderSchema }),
  /** The person changed or took back an earlier message of theirs; not a turn. */
  z.object({
    kind: z.literal("edited"),
    target: z.string(),
    message: messageInSchema,
    sender: senderSchema,
  }),
  z.object({ kind: z.literal("revoked"), target: z.string(), sender: senderSchema }),
  /** The person called, which opens the window. */
  z.object({ kind: z.literal("called"), sender: senderSchema }),
  /** A person of ours answered from the phone; `text` is what they wrote, if it was words. */
  z.object({
    kind: z.literal("echo"),
    id: z.string(),
    vendorKind: z.string(),
    text: z.string().optional(),
    sender: senderSchema,
  }),
  /** A message that came to us while another app answers: kept, never answered. */
  z.object({ kind: z.literal("overheard"), message: messageInSchema, sender: senderSchema }),
  /** Who answers from here on: us, or another app. */
  z.object({
    kind: z.literal("ownership"),
    owner: z.enum(["bot", "other"]),
    sender: senderSchema.optional(),
  }),
  /** The person told the network, not us, what they want to get. */
  z.object({
    kind: z.literal("preference"),
    category: z.string(),
    wants: z.boolean(),
    /** Undefined where a refused send tells it: the conversation says who it is. */
    sender: senderSchema.optional(),
  }),
  /** A message was held back, the first in this period, because it might cost more than is left. */
  z.object({
    kind: z.literal("over_budget"),
    whose: z.enum(budgetOwners),
    period: z.enum(["day", "month"]),
  }),
  /** A message was held back, the first since the window closed: the person is asked to write. */
  z.object({ kind: z.literal("window_closed"), purpose: z.string(), template: z.string() }),
  /** A receipt of a message of ours, where a flow waits for one. */
  z.object({
    kind: z.literal("status"),
    outbox: z.string(),
    status: deliverySchema,
    /** What the message was: its kind, and the name if it was a template. */
    message: z.object({ kind: z.string(), template: z.string().optional() }).optional(),
    error: sendErrorSchema.optional(),
    /** How many receipts and events of flows led to it. */
    hops: z.number().optional(),
  }),
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
  z.object({
    kind: z.literal("signal"),
    name: z.string(),
    data: jsonSchema,
    /** How many events of flows led to it. */
    hops: z.number().optional(),
  }),
  /** A moment of a flow's schedule has come; `schedule` as the flow writes it. */
  z.object({
    kind: z.literal("schedule"),
    flow: z.string(),
    schedule: z.string(),
    dueAt: millisSchema,
  }),
  z.object({ kind: z.literal("operator"), by: z.string(), act: operatorActSchema }),
  z.object({
    kind: z.literal("account"),
    field: z.string(),
    value: jsonSchema,
    /** What it says of a template, if it is about one. */
    template: templateNewsSchema.optional(),
  }),
  z.object({ kind: z.literal("unparsed"), reason: z.string() }),
]);
export type EventBody = z.infer<typeof eventBodySchema>;
export type EventKind = EventBody["kind"];

/** Why a message of an operator is done: it was a command, which nothing else hears of. */
export const commandReason = "command";

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
