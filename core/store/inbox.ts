import { type BotError, errorText } from "#core/lib/bot-error.ts";
import type { IdSource } from "#core/lib/id-source.ts";
import { type ConversationId, type EventId } from "#core/lib/ids.ts";
import { later, type Millis } from "#core/lib/millis.ts";
import type { EventState, NewEvent, StoredEvent } from "#core/model/event.ts";
import type { Claim, CommitAnswer, CommitPlan } from "#core/model/plan.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { ActivityQueue } from "./activity-queue.ts";
import type { ActivityTable } from "./activity-table.ts";
import type { ContactTable } from "./contact-table.ts";
import type { ConversationTable } from "./conversation-table.ts";
import type { DiskGuard } from "./disk-guard.ts";
import type { EventTable } from "./event-table.ts";
import type { GroupCommit } from "./group-commit.ts";
import type { InboxLane, InboxLanes, PendingEvent } from "./inbox-lanes.ts";
import type { People } from "./people.ts";
import type { PlanChange, PlanWriter } from "./plan-writer.ts";
import type { RunTable } from "./run-table.ts";
import { isUnreadable, unreadableHoldMs } from "./store-error.ts";
import type { TimerTable } from "./timer-table.ts";

export interface InboxDeps {
  readonly activities: ActivityTable;
  readonly contacts: ContactTable;
  readonly conversations: ConversationTable;
  readonly events: EventTable;
  readonly runs: RunTable;
  readonly timers: TimerTable;
  readonly lanes: InboxLanes;
  readonly queue: ActivityQueue;
  readonly people: People;
  readonly plans: PlanWriter;
  readonly group: GroupCommit;
  /** Undefined in memory: there is no disk to fill. */
  readonly guard: DiskGuard | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly newId: IdSource;
}

/** An event that was written and takes a lane. */
interface Taken {
  readonly conversation: ConversationId;
  readonly event: PendingEvent;
}

/** Takes events in and hands them out, one conversation at a time, under a fence. */
export class Inbox {
  readonly #deps: InboxDeps;
  /** Fences that a turn of the running transaction has used up; memory follows after the commit. */
  readonly #spent = new Set<number>();

  constructor(deps: InboxDeps) {
    this.#deps = deps;
  }

  /** To be called at the end of every transaction. */
  endTransaction(): void {
    this.#spent.clear();
  }

  /** Why nothing is taken in for now; undefined: it is. */
  refusal(): BotError | undefined {
    return this.#deps.guard?.refusal();
  }

  ingest(news: readonly NewEvent[]): Promise<readonly ("new" | "duplicate")[]> {
    const { group, lanes, queue } = this.#deps;
    const refusal = this.refusal();
    if (refusal !== undefined) return Promise.reject(refusal);
    let taken: Taken[] = [];
    return group.write(
      () => {
        taken = [];
        return news.map((event) => this.#take(event, taken));
      },
      () => {
        for (const { conversation, event } of taken) lanes.add(conversation, event);
        for (const { body } of news) if (body.kind === "result") queue.end(body.effect);
      },
    );
  }

  /** Takes an event in with another write; gives what is to be done after the commit, none for a repeat. */
  take(event: NewEvent): (() => void) | undefined {
    const taken: Taken[] = [];
    if (this.#take(event, taken) === "duplicate") return undefined;
    return () => {
      for (const { conversation, event: its } of taken) this.#deps.lanes.add(conversation, its);
    };
  }

  async dueTimers(max: number, now: Millis, from: Millis): Promise<number> {
    const { group, lanes, log, timers } = this.#deps;
    const nextAt = await group.read(() => timers.nextAt(from));
    if (nextAt === undefined || nextAt > now) return 0;
    let taken: Taken[] = [];
    return await group.write(
      () => {
        taken = [];
        for (const { id, conversation, account, run, wait, dueAt } of timers.due(from, now, max)) {
          timers.drop(id);
          const body = { kind: "timer", timer: id, run, wait } as const;
          const times = { occurredAt: dueAt, receivedAt: now };
          try {
            taken.push(this.#write({ account, conversation, body, ...times }, conversation));
          } catch (error) {
            // Whose key is gone is nobody's to wake; the timers of all others go on.
            if (!isUnreadable(error)) throw error;
            log.error("store.row-unreadable", { conversation, error: errorText(error) });
          }
        }
        return taken.length;
      },
      () => {
        for (const { conversation, event } of taken) lanes.add(conversation, event);
      },
    );
  }

  claim(max: number, now: Millis): Promise<readonly Claim[]> {
    const { group, lanes, log } = this.#deps;
    return group.read(() => {
      const taken = lanes.take(max, now);
      const claims: Claim[] = [];
      while (taken.length > 0) {
        const [lane] = taken;
        if (lane === undefined) break;
        try {
          const claim = this.#read(lane);
          if (claim === undefined) lanes.forget(lane.conversation);
          else claims.push({ ...claim, token: lanes.lease(lane, now) });
        } catch (error) {
          if (!isUnreadable(error)) {
            for (const other of taken) lanes.putBack(other);
            throw error;
          }
          const { conversation } = lane;
          log.error("store.row-unreadable", { conversation, error: errorText(error) });
          lanes.hold(lane, later(now, unreadableHoldMs));
        }
        taken.shift();
      }
      return claims;
    });
  }

  commit(claim: Claim, plan: CommitPlan): Promise<CommitAnswer> {
    return this.#finish(claim, plan, () => undefined, []);
  }

  bury(claim: Claim, error: string, plan: CommitPlan): Promise<CommitAnswer> {
    const event = claim.events[0]?.id;
    if (event === undefined) return this.commit(claim, plan);
    const { id } = claim.conversation;
    const mark = { event, state: "dead", reason: error } as const;
    return this.#finish(claim, plan, () => this.#deps.events.mark(id, mark), [event]);
  }

  retry(claim: Claim, until: Millis, error: string): Promise<void> {
    const { conversations, events, group, lanes } = this.#deps;
    const { id } = claim.conversation;
    const event = claim.events[0]?.id;
    let isHeld = false;
    return group.write(
      () => {
        isHeld = this.#spend(claim) && event !== undefined;
        if (event === undefined || !isHeld) return;
        events.fail(id, event, error);
        conversations.holdUntil(id, until);
      },
      () => {
        const lane = isHeld ? lanes.leased(id, claim.token) : undefined;
        if (lane !== undefined) lanes.hold(lane, until, event);
      },
    );
  }

  defer(claim: Claim, until: Millis): Promise<void> {
    const { clock, group, lanes } = this.#deps;
    return group.read(() => {
      const lane = lanes.held(claim.conversation.id, claim.token, clock.now());
      if (lane !== undefined) lanes.hold(lane, until);
    });
  }

  touch(claims: readonly Claim[], now: Millis): Promise<readonly Claim[]> {
    const { group, lanes } = this.#deps;
    return group.read(() =>
      claims.filter(({ conversation, token }) => {
        const lane = lanes.held(conversation.id, token, now);
        if (lane !== undefined) lanes.extend(lane, now);
        return lane !== undefined;
      }),
    );
  }

  revive(id: EventId): Promise<boolean> {
    const { events, group, lanes } = this.#deps;
    let revived: Taken | undefined;
    return group.write(
      () => {
        revived = events.revive(id);
        return revived !== undefined;
      },
      () => {
        if (revived !== undefined) lanes.add(revived.conversation, revived.event);
      },
    );
  }

  #finish(
    claim: Claim,
    plan: CommitPlan,
    before: () => void,
    alsoHandled: readonly EventId[],
  ): Promise<CommitAnswer> {
    const { clock, conversations, group, lanes, plans } = this.#deps;
    const { id } = claim.conversation;
    let change: PlanChange | undefined;
    return group.write<CommitAnswer>(
      () => {
        change = undefined;
        if (!this.#spend(claim) || conversations.load(id) === undefined) return "fenced";
        before();
        change = plans.write(claim, plan, clock.now());
        return "ok";
      },
      () => {
        const lane = change === undefined ? undefined : lanes.leased(id, claim.token);
        if (change === undefined || lane === undefined) return undefined;
        lanes.release(lane, [...alsoHandled, ...change.handled]);
        const started = plans.settle(change);
        return started === undefined ? undefined : { started };
      },
    );
  }

  /** Uses a fence up; false if it is no longer the conversation's. */
  #spend({ conversation, token }: Claim): boolean {
    const { clock, lanes } = this.#deps;
    if (this.#spent.has(token)) return false;
    if (lanes.held(conversation.id, token, clock.now()) === undefined) return false;
    this.#spent.add(token);
    return true;
  }

  #take(event: NewEvent, taken: Taken[]): "new" | "duplicate" {
    const { activities, events } = this.#deps;
    const { body } = event;
    if (body.kind === "result" && !activities.end(body.effect)) return "duplicate";
    if (!events.remember(event.account, event.dedupeKey)) return "duplicate";
    if (body.kind === "account" || body.kind === "unparsed") {
      this.#keep(event, "done");
      return "new";
    }
    const conversation = this.#conversationOf(event);
    // What belonged to somebody who was erased meanwhile goes with them; its key alone is remembered.
    if (conversation === undefined && event.conversation !== undefined) return "new";
    if (conversation === undefined) this.#keep(event, "ignored", "no-conversation");
    else taken.push(this.#write(event, conversation));
    return "new";
  }

  #conversationOf({ account, conversation, sender, receivedAt }: NewEvent) {
    const { conversations, people } = this.#deps;
    if (conversation !== undefined) {
      return conversations.load(conversation) === undefined ? undefined : conversation;
    }
    return sender === undefined
      ? undefined
      : people.resolve(account, sender, receivedAt)?.conversation;
  }

  /** Keeps an event that no lane handles. */
  #keep({ conversation: _none, ...event }: NewEvent, state: EventState, reason?: string): void {
    this.#deps.events.insert(this.#deps.newId(), event, state, reason);
  }

  #write(event: Omit<NewEvent, "dedupeKey">, conversation: ConversationId): Taken {
    const { events, newId } = this.#deps;
    const { occurredAt, receivedAt, body } = event;
    const { id, chars } = events.insert(newId(), { ...event, conversation }, "pending");
    const key = { id, occurredAt, body };
    return { conversation, event: { key, receivedAt, attempts: 0, body, chars } };
  }

  #read(lane: InboxLane): Omit<Claim, "token"> | undefined {
    const { contacts, conversations, lanes, runs } = this.#deps;
    const held = conversations.load(lane.conversation);
    const person = held === undefined ? undefined : contacts.load(held.conversation.contact);
    if (held === undefined || person === undefined) return undefined;
    return {
      conversation: held.conversation,
      contact: person.contact,
      factsVersion: held.factsVersion + person.factsVersion,
      events: lanes.head(lane).map((event) => this.#stored(event)),
      runs: runs.live(lane.conversation),
    };
  }

  #stored({ key, receivedAt, attempts, body }: PendingEvent): StoredEvent {
    const { id, occurredAt } = key;
    return { id, occurredAt, receivedAt, attempts, body: body ?? this.#deps.events.body(id) };
  }
}
