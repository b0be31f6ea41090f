import type { ContactId, ConversationId } from "#core/lib/ids.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { Claim, CommitPlan } from "#core/model/plan.ts";

/** Somebody whom the scenario's schedule is for, or not any more. */
export interface Subscriber {
  readonly who: string;
  readonly conversation: ConversationId;
  isWanted: boolean;
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
    const subscriber = known ?? { who, conversation: id, isWanted: false, changedAt: at };
    this.#all.set(contact.id, subscriber);
    subscriber.changedAt = at;
    if (tags !== undefined) subscriber.isWanted = tags.includes(tag);
    // Who has said STOP is left out, and the tag says nothing of that.
    if (stop?.kind === "stopped") subscriber.isWanted = false;
  }

  /** Those who want it, and have since before then. */
  wantedSince(at: number): readonly Subscriber[] {
    return [...this.#all.values()].filter((item) => item.isWanted && item.changedAt < at);
  }
}
