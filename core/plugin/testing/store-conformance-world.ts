import assert from "node:assert/strict";
import {
  type AccountId,
  accountId,
  type EffectId,
  effectId,
  type RunId,
  revisionId,
  runId,
  timerId,
} from "#core/lib/ids.ts";
import { later, type Millis } from "#core/lib/millis.ts";
import type { NewEvent, StoredEvent } from "#core/model/event.ts";
import type { Address, Sender } from "#core/model/identity.ts";
import type { Claim, CommitAnswer, CommitPlan, NewActivity, NewTimer } from "#core/model/plan.ts";
import type { Records } from "#core/model/ports/records.ts";
import type { AppliedStatus, Store } from "#core/model/ports/store.ts";
import type { Run } from "#core/model/run.ts";
import type { NewSend, Send, SendResult, SendStart } from "#core/model/send.ts";
import type { SendError } from "#core/model/status.ts";
import type { SeededRandom } from "./seeded-random.ts";
import type { VirtualClock } from "./virtual-clock.ts";

/** An empty store under test, and the means to end it and open it again over the same data. */
export interface StoreHarness {
  /** The store that is open; another one after `reopen`. */
  readonly store: Store;
  readonly records: Records;
  readonly clock: VirtualClock;
  readonly random: SeededRandom;
  /** As the store was opened with. */
  readonly leaseMs: number;
  /** `crash`: the store is dropped as a kill drops it, with whatever is not committed. */
  reopen(how: "close" | "crash"): Promise<void>;
  /**
   * Makes the statement `count` from here fail, and all after it but a rollback, until called with
   * undefined. Who leaves it out has to skip the checks of faults, with the reason.
   */
  failAtStatement?(count: number | undefined): void;
  dispose(): Promise<void>;
}

/** One promise of the Store or Records port. It throws when the promise is broken. */
export interface StoreCheck {
  readonly name: string;
  run(world: StoreWorld): Promise<void>;
}

export const account = accountId("whatsapp");
export const otherAccount = accountId("toko");
export const sendError: SendError = {
  code: "NET_TIMEOUT",
  title: "time-out",
  meaning: "nobody answered",
  action: "wait",
};

/** How long an unknown outcome waits in these checks, whatever the class. */
export const graceMs = 120_000;

/** Short ways to do with a store what the engine does with it. */
export class StoreWorld {
  readonly harness: StoreHarness;
  #count = 0;

  constructor(harness: StoreHarness) {
    this.harness = harness;
  }

  get store(): Store {
    return this.harness.store;
  }

  get records(): Records {
    return this.harness.records;
  }

  get now(): Millis {
    return this.harness.clock.now();
  }

  /** Lets the store work until `work` has settled. */
  async run<T>(work: Promise<T>): Promise<T> {
    let isOver = false;
    const over = () => {
      isOver = true;
    };
    work.then(over, over);
    while (!isOver) await this.harness.clock.settle();
    return await work;
  }

  /** Lets everything happen that can happen now. */
  settle(): Promise<void> {
    return this.harness.clock.settle();
  }

  async pass(durationMs: number): Promise<void> {
    await this.harness.clock.advance(durationMs);
  }

  async reopen(how: "close" | "crash"): Promise<void> {
    await this.harness.reopen(how);
    await this.resume();
  }

  /** What an engine does first with a store. */
  async resume(): Promise<void> {
    await this.run(this.store.resume(this.now, () => graceMs));
  }

  event(person: string, change: Partial<NewEvent> & { readonly text?: string } = {}): NewEvent {
    this.#count += 1;
    const { text = `text ${this.#count}`, ...fields } = change;
    const id = `wamid.${this.#count}`;
    const sender = senderOf(person);
    return {
      account,
      dedupeKey: id,
      ...(fields.conversation === undefined ? { sender } : {}),
      occurredAt: this.now,
      receivedAt: this.now,
      body: { kind: "message", message: { kind: "text", id, text }, sender },
      ...fields,
    };
  }

  ingest(...events: readonly NewEvent[]): Promise<readonly ("new" | "duplicate")[]> {
    return this.run(this.store.ingest(events));
  }

  claim(max = 100): Promise<readonly Claim[]> {
    return this.run(this.store.claim(max, this.now));
  }

  /** The one claim that there has to be. */
  async claimOne(): Promise<Claim> {
    return only(await this.claim(), "claim");
  }

  /** Commits a plan that marks the first event done, with what `change` adds. */
  commit(claim: Claim, change: Partial<CommitPlan> = {}): Promise<CommitAnswer> {
    return this.run(this.store.commit(claim, planOf(claim, change)));
  }

  /** A turn of `person` that commits `change`. */
  async turn(person: string, change: Partial<CommitPlan> = {}): Promise<Claim> {
    await this.ingest(this.event(person));
    const claim = await this.claimOne();
    assert.equal(await this.commit(claim, change), "ok");
    return claim;
  }

  sends(
    max = 100,
    accounts: readonly AccountId[] = [account, otherAccount],
  ): Promise<readonly Send[]> {
    return this.run(this.store.claimSends(max, this.now, accounts));
  }

  async sendOne(): Promise<Send> {
    return only(await this.sends(), "send");
  }

  start(send: Send): Promise<SendStart> {
    return this.run(this.store.startSend(send, { kind: "send", takes: [] }, this.now));
  }

  result(send: Send, result: SendResult): Promise<void> {
    return this.run(this.store.sendResult(send, result, this.now));
  }

  /** Claims, starts and ends the one send that is due. */
  async deliver(result: SendResult): Promise<Send> {
    const send = await this.sendOne();
    assert.equal((await this.start(send)).kind, "started");
    await this.result(send, result);
    return send;
  }

  statuses(...updates: readonly AppliedStatus[]): Promise<void> {
    return this.run(this.store.applyStatuses(updates, this.now));
  }

  status(vendorId: string, change: Partial<AppliedStatus> = {}): AppliedStatus {
    return { account, vendorId, status: "sent", at: this.now, ...change };
  }

  unknown(): SendResult {
    return { kind: "unknown", until: later(this.now, graceMs), error: sendError };
  }
}

export function senderOf(person: string, ...more: readonly Address[]): Sender {
  return { scope: "whatsapp", addresses: [{ kind: "user_id", value: person }, ...more] };
}

export function planOf(claim: Claim, change: Partial<CommitPlan> = {}): CommitPlan {
  const [first] = claim.events;
  return {
    marks: first === undefined ? [] : [{ event: first.id, state: "done" }],
    runs: [],
    sends: [],
    activities: [],
    timers: [],
    history: [],
    ...change,
  };
}

export function sendOf(effect: string, change: Partial<NewSend> = {}): NewSend {
  return {
    effect: effectId(effect),
    message: { kind: "text", text: `for ${effect}` },
    class: "reply",
    purpose: "service",
    ...change,
  };
}

export function runOf(id: string, startedAt: Millis, change: Partial<Run> = {}): Run {
  return {
    id: runId(id),
    flow: "order",
    revision: revisionId("0123abcd"),
    state: "resting",
    trigger: "message",
    position: [{ list: "main", index: 1 }],
    slots: {},
    locals: {},
    sequence: 1,
    startedAt,
    ...change,
  };
}

export function timerOf(id: string, run: RunId, dueAt: Millis): NewTimer {
  return { id: timerId(id), run, wait: `wait of ${id}`, dueAt };
}

export function activityOf(effect: EffectId, run: RunId, timeoutMs = 20_000): NewActivity {
  const request = { port: "action", name: "look-up", input: { question: "open?" } } as const;
  return { effect, run, request, timeoutMs };
}

/** The texts of message events; any other event by its kind. */
export function textsOf(events: readonly Pick<StoredEvent, "body">[]): string[] {
  return events.map(({ body }) =>
    body.kind === "message" && body.message.kind === "text" ? body.message.text : body.kind,
  );
}

export function only<T>(items: readonly T[], what: string): T {
  const [item] = items;
  assert.equal(items.length, 1, `there is one ${what}`);
  assert.ok(item !== undefined);
  return item;
}

/** Asserts that `work` rejects with an error of this code. */
export async function rejectsWith(code: string, work: Promise<unknown>): Promise<void> {
  await assert.rejects(
    work,
    (error) => error instanceof Error && "code" in error && error.code === code,
  );
}
