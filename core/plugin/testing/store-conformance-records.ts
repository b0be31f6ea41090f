import assert from "node:assert/strict";
import { sha256Hex } from "#core/lib/digest.ts";
import { contactId, effectId, revisionId } from "#core/lib/ids.ts";
import { later, toMillis } from "#core/lib/millis.ts";
import { admittedPurpose } from "#core/model/consent.ts";
import type { ConsentEntry } from "#core/model/ports/records.ts";
import {
  account,
  activityOf,
  only,
  planOf,
  runOf,
  type StoreCheck,
  type StoreWorld,
  senderOf,
  sendOf,
  textsOf,
  timerOf,
} from "./store-conformance-world.ts";

/** One row of everything for a person; gives the conversation. */
async function fill(world: StoreWorld, person: string) {
  const run = runOf(`run of ${person}`, world.now);
  const claim = await world.turn(person, {
    contact: { name: person },
    runs: [run],
    sends: [sendOf(`${person}:1`), sendOf(`${person}:2`)],
    activities: [activityOf(effectId(`${person}:3`), run.id)],
    timers: [timerOf(`timer of ${person}`, run.id, later(world.now, 1_000))],
    history: [{ at: world.now, what: "run.started", run: run.id, data: { words: person } }],
  });
  const { contact } = claim.conversation;
  const wording = `May we write to you, ${person}?`;
  const entry = { contact, purpose: "news", at: world.now, wording, source: "api" } as const;
  await world.run(world.records.appendConsent({ ...entry, answer: "yes" }));
  return claim.conversation;
}

/** Two people, ani and budi, each with one row of everything and an event that is pending. */
async function fillTwo(world: StoreWorld) {
  const ani = await fill(world, "ani");
  const budi = await fill(world, "budi");
  for (const person of ["ani", "budi"]) {
    await world.ingest(world.event(person, { text: `pending of ${person}` }));
  }
  return { ani, budi };
}

/** What `Records` promises. */
export const storeRecordsChecks: readonly StoreCheck[] = [
  {
    name: "a revision is kept whole, and its first writing counts",
    async run(world) {
      const id = revisionId("0123abcd");
      const source = "flow: order\n# ☕ \0\n";
      const revision = { id, flow: "order", file: "order.flow.yaml", source, createdAt: world.now };
      await world.run(world.records.putRevision(revision));
      await world.run(world.records.putRevision({ ...revision, file: "moved.flow.yaml" }));
      await world.reopen("crash");
      assert.deepEqual(await world.run(world.records.revision(id)), revision);
      assert.equal(await world.run(world.records.revision(revisionId("ffff"))), undefined);
    },
  },
  {
    name: "the newest activation of a flow is the active one, and what was before is kept",
    async run(world) {
      const { records, now } = world;
      const [one, two] = [revisionId("0123abcd"), revisionId("4567cdef")];
      const first = { flow: "order", revision: one, at: now, who: "sapa", how: "start" } as const;
      const menu = { ...first, flow: "menu" };
      const second = { ...first, revision: two, at: later(now, 1), who: "rani" };
      const back = { ...first, at: later(now, 2), how: "rollback", aside: two } as const;
      const gone = { flow: "menu", at: later(now, 3), who: "rani", how: "activate" } as const;
      await world.run(records.activate([first, menu]));
      await world.run(records.activate([second]));
      await world.run(records.activate([back, gone]));
      await world.reopen("crash");
      assert.deepEqual(await world.run(world.records.activeRevisions()), [gone, back]);
      const order = await world.run(world.records.activations({ flow: "order", limit: 2 }));
      assert.deepEqual(order, [back, second]);
      const all = await world.run(world.records.activations({ limit: 10 }));
      assert.deepEqual(all, [gone, back, second, menu, first]);
    },
  },
  {
    name: "live runs are counted by flow, revision, state and step, and paged in one order",
    async run(world) {
      const revision = revisionId("0123abcd");
      const next = revisionId("4567cdef");
      const at = (step: string) => ({
        wait: { kind: "ask" as const, id: `w ${step}`, step, dueAt: later(world.now, 1) },
      });
      const runs = [
        runOf("r1", world.now, at("cups")),
        runOf("r2", world.now, { ...at("cups"), revision: next }),
        runOf("r3", world.now, { state: "queued" }),
        runOf("r4", world.now, { ...at("cups"), state: "ended" }),
        runOf("r5", world.now, { ...at("who"), flow: "menu" }),
        runOf("r6", world.now, {
          ...at("size"),
          position: [
            { list: "steps", index: 0 },
            { list: "steps", index: 1, flow: "pick" },
          ],
        }),
      ];
      await world.turn("ani", { runs: runs.slice(0, 3) });
      await world.turn("budi", { runs: runs.slice(3) });
      await world.turn("citra", { runs: [runOf("r7", world.now, at("cups"))] });
      await world.reopen("crash");
      const { records } = world;
      const counts = await world.run(records.countLiveRuns({ flow: "order", limit: 10 }));
      const order = { flow: "order", revision } as const;
      assert.deepEqual(counts, [
        { ...order, state: "queued", step: "", count: 1 },
        { ...order, state: "resting", step: "cups", count: 2 },
        { ...order, state: "resting", step: "pick.size", count: 1 },
        { ...order, revision: next, state: "resting", step: "cups", count: 1 },
      ]);
      const all = await world.run(records.countLiveRuns({ limit: 1 }));
      assert.deepEqual(all, [{ flow: "menu", revision, state: "resting", step: "who", count: 1 }]);
      const found: string[] = [];
      for (let page = await world.run(records.liveRuns("order", undefined, 2)); page.length > 0; ) {
        found.push(...page.map(({ id }) => id));
        page = await world.run(records.liveRuns("order", page.at(-1), 2));
      }
      assert.deepEqual(found, ["r3", "r1", "r7", "r6", "r2"]);
      await world.turn("ani", { runs: [runOf("r1", world.now, { state: "ended" })] });
      const left = await world.run(records.countLiveRuns({ flow: "order", limit: 2 }));
      assert.deepEqual(
        left.map(({ count }) => count),
        [1, 1],
      );
    },
  },
  {
    name: "plugin values are apart by plugin and key, are replaced, and go with undefined",
    async run(world) {
      const { records } = world;
      await world.run(records.setPluginValue("a", "k", { deep: ["\0", null, 1.5] }));
      await world.run(records.setPluginValue("b", "k", "b's"));
      await world.run(records.setPluginValue("b", "k", "b's second"));
      assert.deepEqual(await world.run(records.pluginValue("a", "k")), { deep: ["\0", null, 1.5] });
      assert.equal(await world.run(records.pluginValue("b", "k")), "b's second");
      await world.run(records.setPluginValue("a", "k", undefined));
      assert.equal(await world.run(records.pluginValue("a", "k")), undefined);
    },
  },
  {
    name: "the audit and the consents are read newest first",
    async run(world) {
      const { conversation } = await world.turn("ani");
      const { contact } = conversation;
      for (const who of ["rani", "cli", "api"]) {
        const data = who === "cli" ? { args: [who] } : undefined;
        const entry = { at: world.now, who, what: "flow.activated" };
        await world.run(world.records.appendAudit(data === undefined ? entry : { ...entry, data }));
      }
      const audit = await world.run(world.records.audit(2));
      assert.deepEqual(
        audit.map(({ who }) => who),
        ["api", "cli"],
      );
      assert.deepEqual(audit[1]?.data, { args: ["cli"] });
      const yes = { contact, purpose: "news", answer: "yes", at: world.now } as const;
      const first = {
        ...yes,
        wording: "Boleh?",
        source: "message:1",
        expiresAt: later(world.now, 9),
      };
      const second = { ...yes, answer: "no", wording: "STOP", source: "message:2" } as const;
      await world.run(world.records.appendConsent(first));
      await world.run(world.records.appendConsent(second));
      const records = await world.run(world.records.consents(contact));
      assert.deepEqual(records, [
        { ...second, hash: sha256Hex("STOP") },
        { ...first, hash: sha256Hex("Boleh?") },
      ]);
    },
  },
  {
    name: "the ledger's last word on a purpose is the newest by the person's own time",
    async run(world) {
      const { conversation } = await world.turn("ani");
      const { contact } = conversation;
      const line = { contact, purpose: "news", wording: "Boleh?", source: "api" } as const;
      const covers = { operator: "Kopi", recipients: ["store: here"], keepsMs: 5 };
      const at = world.now;
      const said = async () =>
        (await world.run(world.records.contact(contact)))?.consents?.["news"];
      const append = (entry: ConsentEntry) => world.run(world.records.appendConsent(entry));
      await append({ ...line, answer: "yes", at, expiresAt: later(at, 9), covers });
      assert.deepEqual(await said(), { answer: "yes", at, expiresAt: later(at, 9), covers });
      await append({ ...line, answer: "no", at });
      assert.deepEqual(await said(), { answer: "no", at }, "of two at one moment the no counts");
      await append({ ...line, answer: "yes", at });
      await append({ ...line, answer: "yes", at: later(at, -1) });
      assert.equal((await said())?.answer, "no", "an older yes that is imported later is no news");
      await append({ ...line, answer: "told", at: later(at, 1) });
      await world.reopen("crash");
      assert.deepEqual(await said(), { answer: "told", at: later(at, 1) });
      const [newest, ...older] = await world.run(world.records.consents(contact));
      assert.equal(newest?.answer, "told");
      assert.deepEqual(older.at(-1)?.covers, covers);
    },
  },
  {
    name: "who is blocked is found, and who was taken back is not",
    async run(world) {
      const ids = [];
      for (const person of ["ani", "budi", "cici"]) {
        const { contact } = (await world.turn(person)).conversation;
        ids.push(contact);
        const line = { contact, purpose: admittedPurpose, wording: "", source: "x" } as const;
        await world.run(world.records.appendConsent({ ...line, answer: "no", at: world.now }));
      }
      const [ani, budi, cici] = ids;
      assert.ok(ani !== undefined && budi !== undefined && cici !== undefined);
      const back = { contact: budi, purpose: admittedPurpose, wording: "", source: "x" } as const;
      const at = later(world.now, 1);
      await world.run(world.records.appendConsent({ ...back, answer: "yes", at }));
      await world.reopen("crash");
      const blocked = async (limit: number) =>
        (await world.run(world.records.blocked(limit))).map(({ id }) => id);
      assert.deepEqual(await blocked(9), [ani, cici].toSorted());
      assert.equal((await blocked(1)).length, 1);
    },
  },
  {
    name: "a plan's consents are in the ledger and in the facts of the next send",
    async run(world) {
      const at = world.now;
      const line = { purpose: "news", at, wording: "Boleh?", source: "message:1" } as const;
      await world.turn("ani", { consents: [{ ...line, answer: "yes" }], sends: [sendOf("a:1")] });
      const send = await world.sendOne();
      assert.deepEqual(send.facts.consents, { news: { answer: "yes", at } });
      await world.turn("ani", { consents: [{ ...line, answer: "no" }] });
      assert.deepEqual(await world.start(send), { kind: "fenced" });
      const again = await world.sendOne();
      assert.equal(again.facts.consents?.["news"]?.answer, "no");
      assert.equal((await world.run(world.records.consents(send.contact))).length, 2);
    },
  },
  {
    name: "a person who never wrote is made once, and found by what the network knows them by",
    async run(world) {
      const sender = senderOf("cici");
      const resolve = () => world.run(world.records.resolvePerson(account, sender, world.now));
      const made = await resolve();
      assert.ok(made !== undefined);
      assert.equal(await resolve(), made);
      await world.turn("cici");
      assert.equal((await world.run(world.records.conversations(10))).length, 1);
      const nobody = { scope: sender.scope, addresses: [] };
      const call = world.records.resolvePerson(account, nobody, world.now);
      assert.equal(await world.run(call), undefined);
    },
  },
  {
    name: "events, sends, runs, history and conversations are listed newest first and bounded",
    async run(world) {
      const { budi } = await fillTwo(world);
      const { records } = world;
      const people = await world.run(records.conversations(1));
      assert.equal(only(people, "conversation").id, budi.id);
      const found = await world.run(
        records.findContact("whatsapp", { kind: "user_id", value: "budi" }),
      );
      assert.equal(budi.contact, found?.id);
      const pending = await world.run(records.events({ state: "pending", limit: 10 }));
      assert.deepEqual(textsOf(pending), ["pending of budi", "pending of ani"]);
      const its = { conversation: budi.id, limit: 1 };
      assert.deepEqual(textsOf(await world.run(records.events(its))), ["pending of budi"]);
      const sends = await world.run(records.sends({ conversation: budi.id, limit: 10 }));
      assert.deepEqual(
        sends.map(({ message }) => message),
        [sendOf("budi:2").message, sendOf("budi:1").message],
      );
      assert.equal((await world.run(records.sends(its))).length, 1);
      assert.equal(only(await world.run(records.runs(budi.id)), "run").id, "run of budi");
      const [line] = await world.run(records.history(budi.id, 10));
      assert.deepEqual(line?.data, { words: "budi" });
      assert.deepEqual(await world.run(records.history(budi.id, 0)), []);
    },
  },
  {
    name: "the counts tell what is open",
    async run(world) {
      await fillTwo(world);
      const stats = await world.run(world.store.stats());
      assert.deepEqual(stats, {
        pendingEvents: 2,
        deadEvents: 0,
        unparsedEvents: 0,
        queuedSends: 4,
        unknownSends: 0,
        unconfirmedSends: 0,
        duplicateSends: 0,
        openTimers: 2,
        openActivities: 2,
      });
    },
  },
  {
    name: "an export holds everything of one person and nothing of another",
    async run(world) {
      const { contact } = (await fillTwo(world)).ani;
      const found = await world.run(world.records.exportContact(contact));
      assert.equal(found?.contact.name, "ani");
      const counts = [
        found?.conversations,
        found?.events,
        found?.sends,
        found?.runs,
        found?.consents,
      ];
      assert.deepEqual(
        counts.map((list) => list?.length),
        [1, 2, 2, 1, 1],
      );
      assert.equal(JSON.stringify(found).includes("budi"), false);
      assert.equal(await world.run(world.records.exportContact(contactId("nobody"))), undefined);
    },
  },
  {
    name: "an erasure removes a person from everything, at once, and nobody else",
    async run(world) {
      const { ani } = await fillTwo(world);
      const claims = await world.claim();
      const held = claims.find((claim) => claim.conversation.id === ani.id);
      const send = (await world.sends()).find((it) => it.effect === "ani:1");
      assert.ok(held !== undefined && send !== undefined);
      await world.start(send);
      assert.equal(await world.run(world.records.eraseContact(ani.contact)), true);
      assert.equal(await world.run(world.records.eraseContact(ani.contact)), false);
      assert.equal(await world.run(world.store.commit(held, planOf(held))), "fenced");
      await world.result(send, { kind: "accepted", vendorId: "v-1" });
      await world.statuses(world.status("v-1", { send: { outbox: send.id, attempt: 1 } }));
      await world.pass(world.harness.leaseMs);
      for (const isReopened of [false, true]) {
        if (isReopened) await world.reopen("crash");
        const { records } = world;
        const address = { kind: "user_id", value: "ani" } as const;
        assert.equal(await world.run(records.findContact("whatsapp", address)), undefined);
        assert.equal(await world.run(records.exportContact(ani.contact)), undefined);
        const left = [
          await world.run(records.conversations(10)),
          await world.run(records.events({ limit: 100 })),
          await world.run(records.sends({ limit: 100 })),
          await world.run(records.runs(ani.id)),
          await world.run(records.history(ani.id, 100)),
          await world.run(records.consents(ani.contact)),
        ];
        assert.deepEqual(
          left.map((list) => list.length),
          [1, 2, 2, 0, 0, 0],
        );
        assert.equal(JSON.stringify(left).includes("ani"), false);
        const stats = await world.run(world.store.stats());
        assert.deepEqual([stats.openTimers, stats.openActivities, stats.pendingEvents], [1, 1, 1]);
      }
    },
  },
  {
    name: "nothing is planned for a person who was erased",
    async run(world) {
      const { contact } = await fill(world, "ani");
      await world.ingest(world.event("ani"));
      assert.ok((await world.run(world.store.nextDueAt(toMillis(0)))) !== undefined);
      await world.claimOne();
      await world.run(world.store.claimActivities(1, world.now));
      const [send] = await world.sends();
      assert.ok(send !== undefined);
      await world.run(world.records.eraseContact(contact));
      assert.equal(await world.run(world.store.nextDueAt(toMillis(0))), undefined);
      await world.run(world.records.eraseContact((await fill(world, "budi")).contact));
      assert.equal(await world.run(world.store.nextDueAt(toMillis(0))), undefined);
    },
  },
  {
    name: "an event is still a duplicate after its person was erased; the person is a new one",
    async run(world) {
      const event = world.event("ani");
      await world.ingest(event);
      const { conversation } = await world.claimOne();
      await world.run(world.records.eraseContact(conversation.contact));
      assert.deepEqual(await world.ingest(event), ["duplicate"]);
      await world.ingest(world.event("ani"));
      const claim = await world.claimOne();
      assert.notEqual(claim.conversation.contact, conversation.contact);
      assert.deepEqual(claim.contact.addresses, senderOf("ani").addresses);
      assert.deepEqual(claim.runs, []);
    },
  },
];
