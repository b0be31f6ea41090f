import type { ContactId, ConversationId } from "#core/lib/ids.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { Claim, CommitPlan } from "#core/model/plan.ts";

/** Somebody whom the scenario's schedule is for, or not any more. */
export interface Subscriber {
  readonly who: string;
  readonly conversation: ConversationId;
  hasTag: boolean;
  /** They have said STOP and not START since: the schedule leaves them out, whatever else they write. */
  isStopped: boolean;
  changedAt: Millis;
}

/** The tag of those whom it is for. */
const tag = "daily";

/** Whom the schedule is for, as commits tell. */
export class Subscribers {
  readonly #all = new Map<ContactId, Subscriber>();

  follow({ contact, conversation }: Claim, plan: CommitPlan, who: string, at: Millis): void {
    const { tags, stop } = plan.contact ?? {};
    if (tags === undefined && stop === undefined) return;
    const { id } = conversation;
    const known = this.#all.get(contact.id);
    const fresh = { who, conversation: id, hasTag: false, isStopped: false, changedAt: at };
    const subscriber: Subscriber = known ?? fresh;
    this.#all.set(contact.id, subscriber);
    subscriber.changedAt = at;
    if (tags !== undefined) subscriber.hasTag = tags.includes(tag);
    if (stop !== undefined) subscriber.isStopped = stop.kind === "stopped";
  }

  /** Those who want it, and have since before then. */
  wantedSince(at: number): readonly Subscriber[] {
    return [...this.#all.values()].filter(
      ({ hasTag, isStopped, changedAt }) => hasTag && !isStopped && changedAt < at,
    );
  }
}
