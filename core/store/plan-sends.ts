import type { IdSource } from "#core/lib/id-source.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { Claim, CommitPlan, PlannedStart } from "#core/model/plan.ts";
import type { Send } from "#core/model/send.ts";
import { sendFactsOf } from "#core/model/send-facts.ts";
import type { BucketLook, BucketTable } from "./bucket-table.ts";
import type { ContactTable } from "./contact-table.ts";
import type { ConversationTable } from "./conversation-table.ts";
import type { OutboxTable } from "./outbox-table.ts";
import type { OpenSend, SendLanes } from "./send-lanes.ts";

export interface PlanSendsDeps {
  readonly buckets: BucketTable;
  readonly contacts: ContactTable;
  readonly conversations: ConversationTable;
  readonly outbox: OutboxTable;
  readonly lanes: SendLanes;
  readonly newId: IdSource;
}

const none: readonly never[] = [];

/**
 * The sends of a plan: into the line of their conversation, the first of them `sending` at once if
 * the plan asks for it and nothing speaks against it.
 */
export class PlanSends {
  readonly #deps: PlanSendsDeps;

  constructor(deps: PlanSendsDeps) {
    this.#deps = deps;
  }

  /** What a plan's start would take; undefined if there is none. Before the plan changes any fact. */
  lookAtStart(claim: Claim, start: PlannedStart | undefined, now: Millis): BucketLook | undefined {
    if (start === undefined) return undefined;
    const { buckets, lanes } = this.#deps;
    const { id } = claim.conversation;
    if (lanes.lane(id) !== undefined || this.#factsVersion(claim) !== claim.factsVersion) {
      return undefined;
    }
    return buckets.lookAll(start.takes, now);
  }

  /** Writes the rows; a repeat of an effect has none. */
  insert(
    { conversation }: Claim,
    { sends }: CommitPlan,
    look: BucketLook | undefined,
    now: Millis,
  ): readonly OpenSend[] {
    if (sends.length === 0) return none;
    const { buckets, newId, outbox } = this.#deps;
    const given = look?.kind === "given" ? look.given : undefined;
    const added: OpenSend[] = [];
    for (const send of sends) {
      const state = given !== undefined && send === sends[0] ? "sending" : "queued";
      const open = outbox.insert(newId(), conversation, send, state, now);
      if (open === undefined) continue;
      added.push(open);
      if (given !== undefined && state === "sending") buckets.putAll(given);
    }
    return added;
  }

  /** Brings the lane into step, after the commit; the send that was begun, if one was. */
  settle({ conversation }: Claim, sends: readonly OpenSend[], now: Millis): Send | undefined {
    const { lanes } = this.#deps;
    for (const send of sends) lanes.add(conversation.id, conversation.account, send);
    const [first] = sends;
    return first?.state === "sending" ? this.#begin(conversation.id, first, now) : undefined;
  }

  #begin(conversation: Claim["conversation"]["id"], head: OpenSend, now: Millis): Send | undefined {
    const { contacts, conversations, lanes, outbox } = this.#deps;
    const lane = lanes.lane(conversation);
    const held = conversations.load(conversation);
    const person = held === undefined ? undefined : contacts.load(held.conversation.contact);
    if (lane === undefined || held === undefined || person === undefined) return undefined;
    const token = lanes.lease(lane, now);
    lanes.setInFlight(lane, now);
    return {
      ...(head.content ?? outbox.content(head.seq)),
      id: head.id,
      account: lane.account,
      conversation,
      contact: held.conversation.contact,
      to: person.contact.addresses,
      class: head.class,
      queuedAt: head.queuedAt,
      // As it was claimed for an attempt: that of the line before it begins.
      state: "queued",
      attempt: 0,
      refusals: 0,
      unknowns: 0,
      facts: sendFactsOf(person.contact, held.conversation, now),
      factsVersion: held.factsVersion + person.factsVersion,
      token,
    };
  }

  #factsVersion({ conversation: { id, contact } }: Claim): number {
    const { contacts, conversations } = this.#deps;
    return (
      (conversations.load(id)?.factsVersion ?? 0) + (contacts.load(contact)?.factsVersion ?? 0)
    );
  }
}
