import assert from "node:assert/strict";
import { conversationId, effectId } from "#core/lib/ids.ts";
import { later } from "#core/lib/millis.ts";
import { claimEventLimit } from "#core/model/plan.ts";
import {
  account,
  activityOf,
  only,
  otherAccount,
  planOf,
  runOf,
  type StoreCheck,
  senderOf,
  textsOf,
  timerOf,
} from "./store-conformance-world.ts";

/** What `ingest` and `claim` promise. */
export const storeInboxChecks: readonly StoreCheck[] = [
  {
    name: "an event is new once, however often, however late and beside how many it comes",
    async run(world) {
      const event = world.event("ani");
      const together = Array.from({ length: 10 }, () => world.store.ingest([event]));
      const answers = (await world.run(Promise.all(together))).flat();
      assert.equal(answers.filter((answer) => answer === "new").length, 1);
      await world.pass(7 * 86_400_000);
      assert.deepEqual(await world.ingest(event, event), ["duplicate", "duplicate"]);
      const claim = await world.claimOne();
      assert.equal(claim.events.length, 1);
      await world.commit(claim);
      await world.reopen("crash");
      assert.deepEqual(await world.ingest(event), ["duplicate"]);
      assert.deepEqual(await world.claim(), []);
    },
  },
  {
    name: "a key is unique within its account",
    async run(world) {
      const event = world.event("ani");
      const other = { ...event, account: otherAccount };
      assert.deepEqual(await world.ingest(event, other, event), ["new", "new", "duplicate"]);
      const accounts = (await world.claim()).map((claim) => claim.conversation.account);
      assert.deepEqual(accounts.toSorted(), [otherAccount, account].toSorted());
    },
  },
  {
    name: "messages of one moment are handled in the order in which they came",
    async run(world) {
      const words = Array.from({ length: 20 }, (_, index) => `word ${index}`);
      await world.ingest(...words.map((text) => world.event("ani", { text })));
      for (const word of words) {
        const claim = await world.claimOne();
        assert.equal(textsOf(claim.events)[0], word);
        await world.commit(claim);
      }
      assert.deepEqual(await world.claim(), []);
    },
  },
  {
    name: "events are handed out by the sender's time stamp, ties by arrival, results first",
    async run(world) {
      const run = runOf("run-1", world.now);
      const activity = activityOf(effectId("run-1:1"), run.id);
      const { conversation } = await world.turn("ani", { runs: [run], activities: [activity] });
      const occurredAt = later(world.now, 1_000);
      await world.ingest(
        world.event("ani", { text: "late", occurredAt: later(world.now, 9_000) }),
        world.event("ani", { text: "tie 1", occurredAt }),
        world.event("ani", { text: "tie 2", occurredAt }),
        world.event("ani", { text: "early", occurredAt: world.now }),
        world.event("ani", {
          conversation: conversation.id,
          occurredAt: later(world.now, 99_000),
          body: { kind: "result", effect: activity.effect, outcome: { kind: "done", value: 1 } },
        }),
      );
      for (const isReopened of [false, true]) {
        if (isReopened) await world.reopen("crash");
        const claim = await world.claimOne();
        assert.deepEqual(textsOf(claim.events), ["result", "early", "tie 1", "tie 2", "late"]);
      }
    },
  },
  {
    name: "a message that was written before a timer was due is handled before it",
    async run(world) {
      const run = runOf("run-1", world.now);
      const dueAt = later(world.now, 60_000);
      const { conversation } = await world.turn("ani", {
        runs: [run],
        timers: [timerOf("timer-1", run.id, dueAt)],
      });
      const writtenAt = later(world.now, 59_000);
      await world.pass(61_000);
      assert.equal(await world.run(world.store.dueTimers(10, world.now, world.now)), 0);
      const from = conversation.createdAt;
      assert.equal(await world.run(world.store.dueTimers(10, world.now, from)), 1);
      await world.ingest(
        world.event("ani", { text: "before", occurredAt: writtenAt }),
        world.event("ani", { text: "after", occurredAt: later(dueAt, 1) }),
      );
      const claim = await world.claimOne();
      assert.deepEqual(textsOf(claim.events), ["before", "timer", "after"]);
      const timer = claim.events[1];
      assert.equal(timer?.occurredAt, dueAt);
      assert.deepEqual(timer?.body, {
        kind: "timer",
        timer: "timer-1",
        run: "run-1",
        wait: "wait of timer-1",
      });
    },
  },
  {
    name: "conversations are claimed beside each other, each once, the longest-waiting first",
    async run(world) {
      const people = ["ani", "budi", "citra", "dewi"];
      for (const person of people) {
        await world.ingest(world.event(person, { text: person }));
        await world.pass(10);
      }
      await world.ingest(world.event("ani", { text: "ani again" }));
      const first = await world.claim(3);
      const [oldest] = first;
      assert.deepEqual(
        first.map((claim) => textsOf(claim.events)),
        [["ani", "ani again"], ["budi"], ["citra"]],
      );
      assert.deepEqual(textsOf((await world.claimOne()).events), ["dewi"]);
      assert.deepEqual(await world.claim(), []);
      assert.ok(oldest !== undefined);
      await world.ingest(world.event("eka", { text: "eka" }));
      await world.commit(oldest);
      const next = await world.claim(2);
      assert.deepEqual(
        next.map((claim) => textsOf(claim.events)),
        [["ani again"], ["eka"]],
      );
    },
  },
  {
    name: "a claim holds a bounded number of events; what is over follows",
    async run(world) {
      const count = claimEventLimit + 6;
      await world.ingest(...Array.from({ length: count }, () => world.event("ani")));
      const claim = await world.claimOne();
      assert.equal(claim.events.length, claimEventLimit);
      const marks = claim.events.map(({ id }) => ({ event: id, state: "done" }) as const);
      await world.commit(claim, { marks });
      assert.equal((await world.claimOne()).events.length, 6);
    },
  },
  {
    name: "events about the account, and unreadable ones, are kept and take no line",
    async run(world) {
      const raw = '{"field":"account_update"}';
      await world.ingest(
        {
          ...world.event("ani"),
          body: { kind: "account", field: "review", value: { ok: true } },
          raw,
        },
        { ...world.event("ani"), body: { kind: "unparsed", reason: "text is missing" }, raw },
      );
      assert.deepEqual(await world.claim(), []);
      const kept = await world.run(world.records.events({ limit: 10 }));
      assert.deepEqual(
        kept.map(({ body, state, conversation }) => [body.kind, state, conversation]),
        [
          ["unparsed", "done", undefined],
          ["account", "done", undefined],
        ],
      );
      assert.ok(kept.every((event) => event.raw === raw));
      assert.equal((await world.run(world.store.stats())).unparsedEvents, 1);
    },
  },
  {
    name: "an event for a conversation that is not there is kept and harms nobody",
    async run(world) {
      const lost = world.event("ani", { conversation: conversationId("nobody's") });
      assert.deepEqual(await world.ingest(lost, world.event("budi", { text: "fine" })), [
        "new",
        "new",
      ]);
      assert.deepEqual(textsOf((await world.claimOne()).events), ["fine"]);
      const [kept] = await world.run(world.records.events({ state: "ignored", limit: 10 }));
      assert.equal(kept?.conversation, undefined);
    },
  },
  {
    name: "any text survives: NUL, emoji, 4,096 characters, a key called __proto__",
    async run(world) {
      const texts = [
        `a\0b`,
        "kopi ☕🧋 👩‍👩‍👧",
        "x".repeat(4_096),
        "'; DROP TABLE event; --",
        "\u202e",
      ];
      for (const text of texts)
        await world.ingest(world.event("ani", { text, raw: `{"t":"${text}"}` }));
      const { conversation } = await world.claimOne();
      await world.pass(world.harness.leaseMs);
      // Unlike a literal, this makes an own key of that name.
      const data = Object.fromEntries([
        ["__proto__", { polluted: true }],
        ["list", ["\0"]],
      ]);
      await world.ingest(
        world.event("ani", {
          conversation: conversation.id,
          body: { kind: "signal", name: "shop", data },
        }),
      );
      for (const isReopened of [false, true]) {
        if (isReopened) await world.reopen("crash");
        else await world.pass(world.harness.leaseMs);
        const { events } = await world.claimOne();
        assert.deepEqual(textsOf(events), [...texts, "signal"]);
      }
      const plain: Record<string, unknown> = {};
      assert.equal(plain["polluted"], undefined);
      const kept = await world.run(world.records.events({ kind: "message", limit: 10 }));
      assert.deepEqual(
        kept.map(({ raw }) => raw).toReversed(),
        texts.map((text) => `{"t":"${text}"}`),
      );
    },
  },
  {
    name: "a result ends its activity; without an activity it is a duplicate",
    async run(world) {
      const run = runOf("run-1", world.now);
      const activity = activityOf(effectId("run-1:1"), run.id);
      const { conversation } = await world.turn("ani", { runs: [run], activities: [activity] });
      const result = (dedupeKey: string) =>
        world.event("ani", {
          conversation: conversation.id,
          dedupeKey,
          body: { kind: "result", effect: activity.effect, outcome: { kind: "done", value: [1] } },
        });
      const together = [world.store.ingest([result("a")]), world.store.ingest([result("b")])];
      const answers = (await world.run(Promise.all(together))).flat();
      assert.deepEqual(answers, ["new", "duplicate"]);
      assert.deepEqual(await world.ingest(result("c")), ["duplicate"]);
      assert.deepEqual(await world.run(world.store.claimActivities(10, world.now)), []);
      const claim = await world.claimOne();
      assert.equal(only(claim.events, "event").body.kind, "result");
    },
  },
  {
    name: "a batch is taken whole or not at all when it asks for several people",
    async run(world) {
      const events = ["ani", "budi", "ani"].map((person) => world.event(person));
      assert.deepEqual(await world.ingest(...events), ["new", "new", "new"]);
      const claims = await world.claim();
      assert.deepEqual(
        claims.map((claim) => claim.events.length),
        [2, 1],
      );
      const plans = claims.map((claim) => world.store.commit(claim, planOf(claim)));
      assert.deepEqual(await world.run(Promise.all(plans)), ["ok", "ok"]);
      assert.deepEqual(claims[0]?.contact.addresses, senderOf("ani").addresses);
    },
  },
];
