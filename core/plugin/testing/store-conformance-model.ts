import assert from "node:assert/strict";
import fc from "fast-check";
import { assertNever } from "#core/lib/assert-never.ts";
import { later, type Millis } from "#core/lib/millis.ts";
import type { NewEvent } from "#core/model/event.ts";
import type { Claim } from "#core/model/plan.ts";
import type { AppliedStatus } from "#core/model/ports/store.ts";
import type { Send, SendResult } from "#core/model/send.ts";
import {
  account,
  graceMs,
  planOf,
  type StoreHarness,
  StoreWorld,
  sendError,
  sendOf,
  textsOf,
} from "./store-conformance-world.ts";

/** One step of a history. `pick` and `luck` choose within it; a crash cuts it off or follows it. */
interface Step {
  readonly kind: "ingest" | "repeat" | "turn" | "late" | "send" | "answer" | "receipt" | "pass";
  readonly pick: number;
  readonly luck: number;
  readonly crash: "none" | "before-commit" | "after-commit";
}

const stepArbitrary: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom(
    ...(["ingest", "ingest", "repeat", "turn", "turn", "turn", "late"] as const),
    ...(["send", "answer", "receipt", "pass"] as const),
  ),
  pick: fc.nat(7),
  luck: fc.double({ min: 0, max: 1, noNaN: true }),
  crash: fc.constantFrom("none", "none", "none", "none", "before-commit", "after-commit"),
});

const people = ["ani", "budi", "citra"];
const passesMs = [1, 1_000, 6_000, 31_000, graceMs];

/**
 * Lets seeded histories of webhooks, turns, sends, receipts and crashes happen to a store, with a
 * vendor that sometimes takes a message and does not say so. Then: every acknowledged message had
 * its effect once and in order, nothing is stuck, and the store itself counted every message that
 * the vendor took twice. A failure prints the seed and the shortest history.
 */
export async function checkStoreModel(
  create: () => Promise<StoreHarness>,
  options: { readonly runs?: number; readonly seed?: number } = {},
): Promise<void> {
  const history = fc.array(stepArbitrary, { minLength: 5, maxLength: 80 });
  const property = fc.asyncProperty(history, async (steps) => {
    const harness = await create();
    try {
      const world = new StoreWorld(harness);
      await world.resume();
      const model = new StoreModel(world);
      for (const step of steps) await model.take(step);
      await model.finish();
    } finally {
      await harness.dispose();
    }
  });
  const { runs = 60, seed } = options;
  await fc.assert(property, { numRuns: runs, ...(seed === undefined ? {} : { seed }) });
}

/** A person's side and the vendor's side of the truth, kept beside the store. */
class StoreModel {
  readonly #world: StoreWorld;
  readonly #events: NewEvent[] = [];
  readonly #acknowledged = new Set<NewEvent>();
  /** Sends whose POST has no answer yet; a crash forgets them. */
  #flights: { readonly send: Send; readonly result: SendResult; readonly endsBy: Millis }[] = [];
  /** Turns of workers that take their time: some come back when their lease is over. */
  #held: Claim[] = [];
  /** Every message that the vendor took, with the receipt that it will send. */
  readonly #taken: AppliedStatus[] = [];
  #count = 0;

  constructor(world: StoreWorld) {
    this.#world = world;
  }

  async take(step: Step): Promise<void> {
    switch (step.kind) {
      case "ingest":
        return await this.#ingest(this.#message(step.pick), step);
      case "repeat": {
        const event = this.#events[step.pick % Math.max(1, this.#events.length)];
        return event === undefined ? undefined : await this.#ingest(event, step);
      }
      case "turn":
        return await this.#turn(step);
      case "late": {
        const claim = this.#held.shift();
        return claim === undefined ? undefined : await this.#commit(claim, step);
      }
      case "send":
        return await this.#send(step);
      case "answer":
        return await this.#answer(step);
      case "receipt": {
        const receipt = this.#taken[step.pick % Math.max(1, this.#taken.length)];
        if (receipt !== undefined)
          await this.#do(() => this.#world.store.applyStatuses([receipt], this.#world.now), step);
        return undefined;
      }
      case "pass":
        return await this.#world.pass(passesMs[step.pick % passesMs.length] ?? 1);
      default:
        return assertNever(step.kind, "step of a history");
    }
  }

  /** Lets everything come to rest, then compares the store with what really happened. */
  async finish(): Promise<void> {
    const world = this.#world;
    const calm = { pick: 0, luck: 0, crash: "none" } as const;
    // The network repeats what nobody acknowledged, and nothing else.
    const unanswered = this.#events.filter((event) => !this.#acknowledged.has(event));
    await world.ingest(...unanswered.map((event) => this.#stamped(event)));
    for (let round = 0; round < 400; round += 1) {
      await world.statuses(...this.#taken);
      await this.#turn({ kind: "turn", ...calm });
      await this.#send({ kind: "send", ...calm });
      while (this.#flights.length > 0) await this.#answer({ kind: "answer", ...calm });
      const stats = await world.run(world.store.stats());
      if (stats.pendingEvents + stats.queuedSends + stats.unknownSends === 0) break;
      await world.pass(graceMs);
    }
    await world.statuses(...this.#taken);
    await this.#compare();
  }

  async #compare(): Promise<void> {
    const world = this.#world;
    const stats = await world.run(world.store.stats());
    assert.equal(
      stats.pendingEvents + stats.queuedSends + stats.unknownSends,
      0,
      "nothing is stuck",
    );
    const sends = await world.run(world.records.sends({ limit: 10_000 }));
    assert.equal(sends.length, this.#events.length, "one effect for each message");
    for (const { id } of await world.run(world.records.conversations(10))) {
      const its = { conversation: id, limit: 10_000 };
      const events = await world.run(world.records.events(its));
      const replies = await world.run(world.records.sends(its));
      const words = replies.map(({ message }) => (message.kind === "text" ? message.text : ""));
      assert.deepEqual(words, textsOf(events), "effects in the order of the events");
      const took = new Set(this.#taken.map(({ send }) => send?.outbox));
      const line: readonly (string | undefined)[] = replies.map((it) => it.id).toReversed();
      assert.deepEqual(
        [...took].filter((outbox) => line.includes(outbox)),
        line,
        "messages reach the vendor in the order of the line",
      );
    }
    const copies = this.#taken.length - new Set(this.#taken.map(({ send }) => send?.outbox)).size;
    assert.equal(stats.duplicateSends, copies, "every duplicate is counted");
    assert.ok(sends.every(({ state }) => state === "accepted"));
  }

  #message(pick: number): NewEvent {
    this.#count += 1;
    const person = people[pick % people.length] ?? "ani";
    const event = this.#world.event(person, { text: `${person} ${this.#count}` });
    this.#events.push(event);
    return event;
  }

  async #ingest(event: NewEvent, step: Step): Promise<void> {
    const news = [this.#stamped(event)];
    const answer = await this.#do(() => this.#world.store.ingest(news), step);
    if (answer !== undefined) this.#acknowledged.add(event);
  }

  /** Stamped now, so that the order of handling is the order of coming. */
  #stamped(event: NewEvent): NewEvent {
    return { ...event, occurredAt: this.#world.now, receivedAt: this.#world.now };
  }

  async #turn(step: Step): Promise<void> {
    const world = this.#world;
    const claims = await world.claim();
    for (const [index, claim] of claims.entries()) {
      const now = world.now;
      if (step.luck > 0.9) {
        await this.#do(() => world.store.retry(claim, later(now, 5_000), "unlucky"), step);
      } else if (step.luck > 0.8) {
        await this.#do(() => world.store.defer(claim, later(now, 5_000)), step);
      } else if (step.luck > 0.6) {
        this.#held.push(claim);
      } else {
        await this.#commit(claim, step);
      }
      // A crash in the middle: the other claims went down with the process.
      if (step.crash !== "none" && index === 0) return;
    }
  }

  /** Answers the first event, under a new effect each time: a second handling would show. */
  async #commit(claim: Claim, step: Step): Promise<void> {
    const [text = ""] = textsOf(claim.events);
    this.#count += 1;
    const reply = sendOf(`run:${this.#count}`, { message: { kind: "text", text } });
    // Half of them ask for the start in the same commit.
    const start = step.pick % 2 === 0 ? {} : { start: { takes: [] } };
    const plan = planOf(claim, { sends: [reply], ...start });
    const answer = await this.#do(() => this.#world.store.commit(claim, plan), step);
    if (step.crash !== "none" || typeof answer !== "object") return;
    this.#post(answer.started, answer.started.attempt + 1, step.luck);
  }

  async #send(step: Step): Promise<void> {
    const world = this.#world;
    const sends = await world.sends();
    for (const send of sends) {
      const isOnWire = this.#flights.some(
        (flight) => flight.send.conversation === send.conversation && world.now < flight.endsBy,
      );
      assert.ok(!isOnWire, "one message of a conversation is on the wire");
      const decision = { kind: "send", takes: [] } as const;
      const start = await this.#do(() => world.store.startSend(send, decision, world.now), step);
      if (step.crash !== "none") return;
      if (start?.kind === "started") this.#post(send, start.attempt, step.luck);
    }
  }

  /** The vendor takes the message or does not, and the answer may be lost on the way. */
  #post(send: Send, attempt: number, luck: number): void {
    const world = this.#world;
    const earlier = this.#taken.filter((receipt) => receipt.send?.outbox === send.id);
    assert.ok(
      earlier.every(({ at }) => world.now >= at + graceMs),
      "nothing is sent again within its grace",
    );
    this.#count += 1;
    const vendorId = `v-${this.#count}`;
    const isTaken = luck < 0.7;
    const isLost = luck > 0.5 && luck < 0.9;
    if (isTaken) {
      const receipt = { send: { outbox: send.id, attempt }, status: "delivered" } as const;
      this.#taken.push({ account, vendorId, at: world.now, ...receipt });
    }
    const error = sendError;
    const until = later(world.now, 2_000);
    const result: SendResult = isLost
      ? world.unknown()
      : isTaken
        ? { kind: "accepted", vendorId }
        : { kind: "retry", until, error, isCounted: true };
    // A POST has a deadline within the lease; an answer that comes later is a late one.
    this.#flights.push({ send, result, endsBy: later(world.now, world.harness.leaseMs) });
  }

  async #answer(step: Step): Promise<void> {
    const flight = this.#flights.shift();
    if (flight === undefined) return;
    const { send, result } = flight;
    await this.#do(() => this.#world.store.sendResult(send, result, this.#world.now), step);
  }

  /** Calls the store; with a crash the answer is lost, or has come before anything is durable. */
  async #do<T>(call: () => Promise<T>, { crash }: Step): Promise<T | undefined> {
    const world = this.#world;
    if (crash === "none") return await world.run(call());
    const work = call();
    let answer: T | undefined;
    work.then(
      (value) => {
        answer = value;
      },
      () => undefined,
    );
    if (crash === "after-commit") await world.run(work);
    // Who answers at once, before anything is committed, is heard too.
    else for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    const heard = crash === "after-commit" ? undefined : answer;
    this.#flights = [];
    this.#held = [];
    await world.reopen("crash");
    return heard;
  }
}
