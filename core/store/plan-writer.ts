import type { EventId, RunId } from "#core/lib/ids.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { Claim, CommitPlan } from "#core/model/plan.ts";
import type { Send } from "#core/model/send.ts";
import type { ActivityQueue } from "./activity-queue.ts";
import type { ActivityTable, OpenActivity } from "./activity-table.ts";
import type { ConsentTable } from "./consent-table.ts";
import type { ContactTable } from "./contact-table.ts";
import type { ConversationTable } from "./conversation-table.ts";
import type { EventTable } from "./event-table.ts";
import type { HistoryTable } from "./history-table.ts";
import type { OpsTable } from "./ops-table.ts";
import type { OutboxTable } from "./outbox-table.ts";
import type { PlanSends } from "./plan-sends.ts";
import { isLive, type RunTable } from "./run-table.ts";
import type { OpenSend, SendLanes } from "./send-lanes.ts";
import type { TimerTable } from "./timer-table.ts";

export interface PlanTables {
  readonly activities: ActivityTable;
  readonly consents: ConsentTable;
  readonly contacts: ContactTable;
  readonly conversations: ConversationTable;
  readonly events: EventTable;
  readonly history: HistoryTable;
  readonly ops: OpsTable;
  readonly outbox: OutboxTable;
  readonly runs: RunTable;
  readonly timers: TimerTable;
}

/** What a plan that was written means for memory, to be done after the commit. */
export interface PlanChange {
  readonly claim: Claim;
  readonly plan: CommitPlan;
  readonly handled: readonly EventId[];
  readonly cancelled: readonly number[];
  readonly sends: readonly OpenSend[];
  readonly writtenAt: Millis;
  readonly activities: readonly OpenActivity[];
}

const none: readonly never[] = [];

/** Writes plans: everything that one handled turn changes, in the order that `CommitPlan` tells. */
export class PlanWriter {
  readonly #tables: PlanTables;
  readonly #lanes: SendLanes;
  readonly #queue: ActivityQueue;
  readonly #sends: PlanSends;

  constructor(tables: PlanTables, lanes: SendLanes, queue: ActivityQueue, sends: PlanSends) {
    this.#tables = tables;
    this.#lanes = lanes;
    this.#queue = queue;
    this.#sends = sends;
  }

  /** Runs inside the caller's transaction, after the fence. */
  write(claim: Claim, plan: CommitPlan, now: Millis): PlanChange {
    const { consents, contacts, conversations, events, history, ops, outbox, runs, timers } =
      this.#tables;
    const { id, contact } = claim.conversation;
    const start = this.#sends.lookAtStart(claim, plan.start, now);
    for (const mark of plan.marks) events.mark(id, mark);
    if (plan.contact !== undefined) contacts.change(contact, plan.contact);
    for (const line of plan.consents ?? none) consents.append(contact, line);
    if (plan.conversation !== undefined) conversations.change(id, plan.conversation);
    for (const run of plan.runs) runs.put(id, run);
    const cancelled = plan.cancelSends === undefined ? none : this.#cancel(claim, plan.cancelSends);
    const released =
      plan.releaseHeld === undefined ? none : outbox.release(id, plan.releaseHeld, now);
    const sends = [...released, ...this.#sends.insert(claim, plan, start, now)];
    const over = new Set(plan.runs.filter((run) => !isLive(run)).map((run) => run.id));
    const activities = this.#addActivities(claim, plan, over);
    for (const timer of plan.timers) if (!over.has(timer.run)) timers.put(id, timer);
    // Only a run that was there before this turn has left something behind.
    for (const run of claim.runs) {
      if (!over.has(run.id)) continue;
      timers.dropRun(run.id);
      this.#tables.activities.dropRun(run.id);
    }
    for (const entry of plan.history) history.append(id, entry);
    if (plan.ops !== undefined) ops.write(plan.ops);
    const handled = plan.marks.map(({ event }) => event);
    return { claim, plan, handled, cancelled, sends, writtenAt: now, activities };
  }

  /** Brings the queues in memory into step, after the commit; the send that was begun with the plan. */
  settle({ claim, plan, cancelled, sends, writtenAt, activities }: PlanChange): Send | undefined {
    if (cancelled.length > 0) this.#endSends(claim, cancelled);
    const started = this.#sends.settle(claim, sends, writtenAt);
    for (const activity of activities) this.#queue.add(activity);
    for (const run of plan.runs) {
      if (!isLive(run)) this.#queue.endRun(run.id);
    }
    return started;
  }

  #addActivities(
    { conversation }: Claim,
    plan: CommitPlan,
    over: ReadonlySet<RunId>,
  ): OpenActivity[] {
    const added: OpenActivity[] = [];
    for (const activity of plan.activities) {
      if (activity.run !== undefined && over.has(activity.run)) continue;
      if (!this.#tables.activities.insert(conversation.id, conversation.account, activity))
        continue;
      added.push({ effect: activity.effect, conversation: conversation.id, run: activity.run });
    }
    return added;
  }

  /**
   * A conversation's lane knows all its open sends, but a broadcast's that this very transaction adds:
   * that one the gate decides when it is to leave.
   */
  #cancel({ conversation }: Claim, reason: string): number[] {
    this.#tables.outbox.cancelHeld(conversation.id, reason);
    const sends = this.#lanes.lane(conversation.id)?.sends ?? none;
    return sends.map(({ seq }) => seq).filter((seq) => this.#tables.outbox.cancel(seq, reason));
  }

  #endSends({ conversation }: Claim, seqs: readonly number[]): void {
    const lane = this.#lanes.lane(conversation.id);
    if (lane === undefined) return;
    for (const send of lane.sends) {
      if (seqs.includes(send.seq)) send.state = "ended";
    }
    this.#lanes.place(lane);
  }
}
