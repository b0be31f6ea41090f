import type { StoredEvent } from "#core/model/event.ts";
import type { Claim, CommitPlan, EventMark } from "#core/model/plan.ts";

/** One event that was handled: what was known before, and what was planned. */
export interface Handled {
  readonly claim: Claim;
  readonly event: StoredEvent;
  readonly mark: EventMark;
  readonly plan: CommitPlan;
}

/** Undefined if all is well, else what should not be. */
export type Complaint = string | undefined;

export function mustRenew(plan: CommitPlan): Complaint {
  return renews(plan) ? undefined : "the window was not renewed";
}

export function mustNotRenew(plan: CommitPlan): Complaint {
  return renews(plan) ? "the window was renewed" : undefined;
}

function renews({ conversation }: CommitPlan): boolean {
  return conversation?.windowUntilAt !== undefined;
}
