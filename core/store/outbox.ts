import { assertNever } from "#core/lib/assert-never.ts";
import { errorText } from "#core/lib/bot-error.ts";
import { type AccountId, type ConversationId, conversationId } from "#core/lib/ids.ts";
import { later, type Millis, minuteMs, toMillis } from "#core/lib/millis.ts";
import { sendReservation } from "#core/model/budget.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { AppliedStatus } from "#core/model/ports/store.ts";
import type { Send, SendDecision, SendResult, SendStart } from "#core/model/send.ts";
import { sendFactsOf } from "#core/model/send-facts.ts";
import type { BucketTable } from "./bucket-table.ts";
import type { ContactTable } from "./contact-table.ts";
import type { ConversationTable } from "./conversation-table.ts";
import type { GroupCommit } from "./group-commit.ts";
import type { Inbox } from "./inbox.ts";
import type { Limits } from "./limits.ts";
import { isOpen, type OutboxRow, type OutboxTable } from "./outbox-table.ts";
import type { Pruner } from "./prune.ts";
import type { Receipts } from "./receipts.ts";
import { rowNumber } from "./row-number.ts";
import type { SendLane, SendLanes } from "./send-lanes.ts";
import { isUnreadable, unreadableHoldMs } from "./store-error.ts";

/** Until `resume` tells the real ones: long enough for any class. */
const firstGraceMs = 10 * minuteMs;

export interface OutboxDeps {
  readonly table: OutboxTable;
  readonly lanes: SendLanes;
  readonly receipts: Receipts;
  readonly contacts: ContactTable;
  readonly conversations: ConversationTable;
  readonly buckets: BucketTable;
  readonly limits: Limits;
  readonly pruner: Pruner;
  readonly inbox: Pick<Inbox, "take">;
  readonly group: GroupCommit;
  readonly log: Log;
}

/** The send protocol of `SendState`: rows in the table, lines and leases in memory. */
export class Outbox {
  readonly #deps: OutboxDeps;
  #graceMs: (sendClass: Send["class"]) => number = () => firstGraceMs;

  constructor(deps: OutboxDeps) {
    this.#deps = deps;
  }

  claim(max: number, now: Millis, accounts: readonly AccountId[]): Promise<readonly Send[]> {
    const { group, lanes } = this.#deps;
    return group.read(() => {
      this.#cutOff(lanes.expire(now), now);
      const sends: Send[] = [];
      while (sends.length < max) {
        const lane = lanes.take(now, accounts);
        if (lane === undefined) break;
        const send = this.#tryRead(lane, now);
        if (send !== undefined) sends.push({ ...send, token: lanes.lease(lane, now) });
      }
      return sends;
    });
  }

  start(send: Send, decision: SendDecision, now: Millis): Promise<SendStart> {
    const { group, inbox, lanes } = this.#deps;
    let add: (() => void) | undefined;
    return group.write(
      () => {
        add = undefined;
        const answer = this.#decide(send, decision, now);
        if (answer.kind !== "recorded" || decision.kind !== "block") return answer;
        if (decision.event === undefined) return answer;
        add = inbox.take(decision.event);
        return { ...answer, isTold: add !== undefined };
      },
      (answer) => {
        add?.();
        const lane = lanes.leased(send.conversation, send.token);
        const head = lane?.sends[0];
        if (lane === undefined || head === undefined || lane.isInFlight) return;
        // Its decision follows at once, under the same claim.
        if (answer.kind === "spent") return;
        if (answer.kind === "started") {
          head.state = "sending";
          head.attempt = answer.attempt;
          lanes.setInFlight(lane, now);
          return;
        }
        if (answer.kind === "paced") head.dueAt = answer.until;
        if (answer.kind === "recorded" && decision.kind === "later") head.dueAt = decision.until;
        if (answer.kind === "recorded" && decision.kind !== "later") head.state = "ended";
        lanes.free(lane);
      },
    );
  }

  result(send: Send, result: SendResult, now: Millis): Promise<void> {
    const { group, lanes, receipts, table } = this.#deps;
    let row: OutboxRow | undefined;
    let isFirst = false;
    return group.write(
      () => {
        this.#deps.pruner.tick(now);
        row = undefined;
        this.#giveBack(send, result);
        isFirst = result.kind === "accepted" && receipts.confirmFirst(send, result.vendorId);
        if (!isFirst) row = table.byId(send.id);
        if (row === undefined) return;
        this.#record(row, send.attempt + 1, result, now);
        table.write(row);
      },
      () => {
        if (row !== undefined) this.#sync(row);
        if (isFirst) lanes.end(send.conversation, rowNumber(send.id));
        const lane = lanes.leased(send.conversation, send.token);
        if (lane !== undefined) lanes.free(lane);
      },
    );
  }

  applyStatuses(updates: readonly AppliedStatus[], now: Millis): Promise<void> {
    let changed: OutboxRow[] = [];
    return this.#deps.group.write(
      () => {
        this.#deps.pruner.tick(now);
        changed = this.#deps.receipts.applyAll(updates, now);
      },
      () => {
        for (const row of changed) this.#sync(row);
      },
    );
  }

  resume(now: Millis, graceMs: (sendClass: Send["class"]) => number): Promise<void> {
    const { group, lanes, table } = this.#deps;
    this.#graceMs = graceMs;
    let changed: OutboxRow[] = [];
    return group.write(
      () => {
        changed = table.open().filter((row) => row.state !== "queued");
        for (const row of changed) this.#makeUnknown(row, now);
      },
      () => {
        for (const row of changed) {
          this.#sync(row);
          const lane = lanes.lane(conversationId(row.conversation));
          if (lane !== undefined) lanes.free(lane);
        }
      },
    );
  }

  /** The send at the head of a lane; undefined if its lane is to be passed over. */
  #tryRead(lane: SendLane, now: Millis): Omit<Send, "token"> | undefined {
    const { lanes, log } = this.#deps;
    try {
      const send = this.#read(lane, now);
      if (send === undefined) lanes.forget(lane.conversation);
      return send;
    } catch (error) {
      const [head] = lane.sends;
      if (head === undefined || !isUnreadable(error)) {
        lanes.place(lane);
        throw error;
      }
      log.error("store.row-unreadable", { message: head.id, error: errorText(error) });
      head.dueAt = later(now, unreadableHoldMs);
      lanes.place(lane);
      return undefined;
    }
  }

  /** The send at the head of a lane, without its fence; undefined if its person is gone. */
  #read(lane: SendLane, now: Millis): Omit<Send, "token"> | undefined {
    const { contacts, conversations, table } = this.#deps;
    const [head] = lane.sends;
    const held = conversations.load(lane.conversation);
    const person = held === undefined ? undefined : contacts.load(held.conversation.contact);
    if (head === undefined || head.state === "sending" || head.state === "ended") return undefined;
    if (held === undefined || person === undefined) return undefined;
    const { conversation } = held;
    const content = head.content ?? table.content(head.seq);
    return {
      id: head.id,
      effect: content.effect,
      run: content.run,
      account: lane.account,
      conversation: lane.conversation,
      contact: conversation.contact,
      to: person.contact.addresses,
      message: content.message,
      class: head.class,
      purpose: content.purpose,
      queuedAt: head.queuedAt,
      state: head.state,
      attempt: head.attempt,
      refusals: head.refusals,
      unknowns: head.unknowns,
      facts: sendFactsOf(person.contact, conversation, now),
      factsVersion: held.factsVersion + person.factsVersion,
    };
  }

  #decide(send: Send, decision: SendDecision, now: Millis): SendStart {
    const { lanes, table } = this.#deps;
    const head = lanes.held(send.conversation, send.token, now)?.sends[0];
    if (head === undefined || head.id !== send.id) return { kind: "fenced" };
    if (this.#factsVersion(send.conversation) !== send.factsVersion) return { kind: "fenced" };
    if (decision.kind === "send") return this.#begin(send, decision, head.seq, now);
    const row = table.bySeq(head.seq);
    if (row?.state !== send.state || row.attempt !== send.attempt) return { kind: "fenced" };
    row.reason = decision.reason;
    switch (decision.kind) {
      case "block":
        row.state = "blocked";
        break;
      case "park":
        row.state = "unconfirmed";
        break;
      case "later":
        row.due_at = decision.until;
        break;
      default:
        return assertNever(decision, "send decision");
    }
    table.write(row);
    return { kind: "recorded" };
  }

  #factsVersion(conversation: ConversationId): number {
    const { contacts, conversations } = this.#deps;
    const held = conversations.load(conversation);
    const person = held === undefined ? undefined : contacts.load(held.conversation.contact);
    return (held?.factsVersion ?? 0) + (person?.factsVersion ?? 0);
  }

  /** All takes or none, and the row only if nobody touched it since it was claimed. */
  #begin(
    send: Send,
    { takes, spends }: Extract<SendDecision, { kind: "send" }>,
    seq: number,
    now: Millis,
  ): SendStart {
    const { buckets, limits, table } = this.#deps;
    const look = buckets.lookAll(takes, now);
    if (look.kind === "empty") return { kind: "paced", key: look.key, until: look.until };
    const spent = spends === undefined ? undefined : limits.findSpent(spends);
    if (spent !== undefined) return { kind: "spent", key: spent };
    if (!table.start(seq, send.state, send.attempt)) return { kind: "fenced" };
    buckets.putAll(look.given);
    const attempt = send.attempt + 1;
    if (spends !== undefined) limits.spend(sendReservation(send.id, attempt), spends, now);
    return { kind: "started", attempt };
  }

  /** What the person wrote while the POST was on its way has opened a window of its own. */
  #closeWindow(conversation: ConversationId, now: Millis): void {
    const { conversations, lanes } = this.#deps;
    const startedAt = lanes.lane(conversation)?.startedAt ?? now;
    conversations.closeWindow(conversation, now, toMillis(startedAt));
  }

  /** What was certainly not taken costs nothing; of what may have been, a receipt tells. */
  #giveBack({ id, attempt }: Send, { kind }: SendResult): void {
    if (kind !== "retry" && kind !== "rejected") return;
    this.#deps.limits.settle(sendReservation(id, attempt + 1), 0);
  }

  /** Writes how `attempt` ended into its row, unless a receipt or a later attempt said more. */
  #record(row: OutboxRow, attempt: number, result: SendResult, now: Millis): void {
    const { receipts } = this.#deps;
    if (result.kind === "accepted") {
      receipts.confirm(row, attempt, result.vendorId, now);
      return;
    }
    const isCutOff = row.state === "unknown";
    if (row.attempt !== attempt || (row.state !== "sending" && !isCutOff)) return;
    if (result.kind === "unknown" && isCutOff) return;
    row.error = this.#deps.table.sealError(row, result.error);
    switch (result.kind) {
      case "retry":
        row.state = "queued";
        row.due_at = result.until;
        if (result.isCounted) row.refusals += 1;
        break;
      case "unknown":
        row.state = "unknown";
        row.due_at = result.until;
        row.unknowns += 1;
        break;
      case "rejected":
        row.state = "failed";
        row.reason = result.effect === "none" ? null : result.effect;
        if (result.effect === "window-closed") {
          this.#closeWindow(conversationId(row.conversation), now);
        }
        break;
      default:
        assertNever(result, "send result");
    }
  }

  /** Sends whose outcome nobody told within a lease are in doubt, as after a crash. */
  #cutOff(lost: readonly SendLane[], now: Millis): void {
    const { group, lanes, table } = this.#deps;
    if (lost.length === 0) return;
    const flights = lost.map(({ conversation, token, sends }) => ({
      conversation,
      token,
      seq: sends[0]?.seq ?? 0,
    }));
    let changed: OutboxRow[] = [];
    const writing = group.write(
      () => {
        changed = flights.map(({ seq }) => table.bySeq(seq)).filter((row) => row !== undefined);
        changed = changed.filter((row) => row.state === "sending");
        for (const row of changed) this.#makeUnknown(row, now);
      },
      () => {
        for (const row of changed) this.#sync(row);
        for (const { conversation, token } of flights) {
          const lane = lanes.leased(conversation, token);
          if (lane !== undefined) lanes.free(lane);
        }
      },
    );
    // Not written: the lanes stay shut for one more lease, and then it is tried again.
    writing.catch(() => undefined);
  }

  #makeUnknown(row: OutboxRow, now: Millis): void {
    if (row.state === "sending") row.unknowns += 1;
    row.state = "unknown";
    row.due_at = later(now, this.#graceMs(row.class));
    this.#deps.table.write(row);
  }

  /** Brings a lane into step with its row, and lets its head go if nobody has the lane. */
  #sync(row: OutboxRow): void {
    const { lanes } = this.#deps;
    const conversation = conversationId(row.conversation);
    const send = lanes.find(conversation, row.seq);
    const lane = lanes.lane(conversation);
    if (send === undefined || lane === undefined) return;
    send.state = isOpen(row.state) ? row.state : "ended";
    send.dueAt = toMillis(row.due_at);
    send.attempt = row.attempt;
    send.refusals = row.refusals;
    send.unknowns = row.unknowns;
    lanes.place(lane);
  }
}
