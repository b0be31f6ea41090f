import assert from "node:assert/strict";
import { effectId, revisionId } from "#core/lib/ids.ts";
import { later, toMillis } from "#core/lib/millis.ts";
import {
  account,
  activityOf,
  graceMs,
  only,
  planOf,
  runOf,
  type StoreCheck,
  type StoreWorld,
  sendError,
  senderOf,
  sendOf,
  textsOf,
  timerOf,
} from "./store-conformance-world.ts";

/** A call and what it answers when nothing fails; `after` looks closer. */
interface Call {
  readonly call: () => Promise<unknown>;
  readonly answers?: unknown;
  readonly after?: () => Promise<void>;
}

/** Prepares a world for one call. */
type Scene = (world: StoreWorld) => Promise<Call>;

/** More statements than any call has. */
const maxStatements = 200;

/** Everything that a store tells of itself, as one text. */
async function dump(world: StoreWorld): Promise<string> {
  const { records, store } = world;
  const conversations = await world.run(records.conversations(100));
  const lines = conversations.map(async (conversation) => ({
    conversation,
    contact: await world.run(records.contact(conversation.contact)),
    consents: await world.run(records.consents(conversation.contact)),
    runs: await world.run(records.runs(conversation.id)),
    history: await world.run(records.history(conversation.id, 100)),
  }));
  return JSON.stringify([
    await Promise.all(lines),
    await world.run(records.events({ limit: 100 })),
    await world.run(records.sends({ limit: 100 })),
    await world.run(records.audit(100)),
    await world.run(records.pluginValue("p", "k")),
    await world.run(records.revision(revisionId("0123abcd"))),
    await world.run(records.activations({ limit: 100 })),
    await world.run(records.countLiveRuns({ limit: 100 })),
    await world.run(store.stats()),
  ]);
}

const started = async (world: StoreWorld) => {
  await world.turn("ani", { sends: [sendOf("a:1"), sendOf("a:2")] });
  const send = await world.sendOne();
  await world.start(send);
  return send;
};

const claimed = async (world: StoreWorld) => {
  const run = runOf("run-1", world.now);
  await world.turn("ani", {
    runs: [run],
    sends: [sendOf("a:1")],
    timers: [timerOf("t-1", run.id, later(world.now, 50))],
    activities: [activityOf(effectId("run-1:1"), run.id)],
  });
  await world.ingest(world.event("ani"), world.event("ani"));
  const claim = await world.claimOne();
  const other = runOf("run-2", world.now);
  const plan = planOf(claim, {
    contact: { name: "Ani", stop: { kind: "stopped", at: world.now } },
    conversation: { owner: "human", windowUntilAt: later(world.now, 1_000) },
    runs: [{ ...run, state: "ended" }, other],
    cancelSends: "stopped",
    sends: [sendOf("a:2"), sendOf("a:3")],
    timers: [timerOf("t-2", other.id, later(world.now, 99))],
    activities: [activityOf(effectId("run-2:1"), other.id)],
    history: [{ at: world.now, what: "run.ended", run: run.id }],
  });
  return { claim, plan };
};

const scenes: Readonly<Record<string, Scene>> = {
  ingest: async (world) => {
    const phone = { kind: "phone", value: "1" } as const;
    await world.ingest(world.event("ani", { sender: senderOf("ani", phone) }));
    const moves = world.event("budi", { sender: senderOf("budi", phone) });
    const events = [moves, world.event("ani"), moves, world.event("citra")];
    const answers = ["new", "new", "duplicate", "new"];
    return { call: () => world.store.ingest(events), answers };
  },
  "ingest of a result": async (world) => {
    const run = runOf("run-1", world.now);
    const activity = activityOf(effectId("run-1:1"), run.id);
    const { conversation } = await world.turn("ani", { runs: [run], activities: [activity] });
    const body = {
      kind: "result",
      effect: activity.effect,
      outcome: { kind: "done", value: 1 },
    } as const;
    const event = world.event("ani", { conversation: conversation.id, body });
    return { call: () => world.store.ingest([event]), answers: ["new"] };
  },
  commit: async (world) => {
    const { claim, plan } = await claimed(world);
    return { call: () => world.store.commit(claim, plan), answers: "ok" };
  },
  bury: async (world) => {
    const { claim, plan } = await claimed(world);
    const rest = { ...plan, marks: [] };
    return { call: () => world.store.bury(claim, "it threw", rest), answers: "ok" };
  },
  retry: async (world) => {
    const { claim } = await claimed(world);
    const until = later(world.now, 1_000);
    const after = async () => {
      await world.pass(1_000);
      assert.equal((await world.claimOne()).events[0]?.attempts, 1);
    };
    return { call: () => world.store.retry(claim, until, "it threw"), after };
  },
  claimActivities: async (world) => {
    await claimed(world);
    const call = async () => (await world.store.claimActivities(10, world.now)).length;
    return { call, answers: 1 };
  },
  startSend: async (world) => {
    await world.turn("ani", { sends: [sendOf("a:1")] });
    const send = await world.sendOne();
    const pace = { everyMs: 1_000, burst: 2 };
    const takes = ["one", "two"].map((key) => ({ key, pace }));
    const decision = { kind: "send", takes } as const;
    const after = async () => {
      const reserve = (id: string) =>
        world.store.reserve({ id, takes: [{ kind: "pace", key: "one", pace }] }, world.now);
      assert.equal((await world.run(reserve("r-1"))).kind, "granted", "one was taken");
      assert.equal((await world.run(reserve("r-2"))).kind, "refused", "and the other is left");
    };
    const answers = { kind: "started", attempt: 1 };
    return { call: () => world.store.startSend(send, decision, world.now), answers, after };
  },
  "startSend that blocks": async (world) => {
    await world.turn("ani", { sends: [sendOf("a:1")] });
    const send = await world.sendOne();
    const { conversation } = send;
    const body = { kind: "window_closed", purpose: "service", template: "write_us" } as const;
    const event = world.event("", { conversation, body });
    const decision = { kind: "block", reason: "window-closed", event } as const;
    const answers = { kind: "recorded", isTold: true };
    const after = async () => {
      assert.deepEqual(textsOf((await world.claimOne()).events), ["window_closed"]);
      assert.deepEqual(await world.ingest(event), ["duplicate"]);
    };
    return { call: () => world.store.startSend(send, decision, world.now), answers, after };
  },
  "sendResult accepted": async (world) => {
    await world.statuses(world.status("v-1", { status: "read" }));
    const send = await started(world);
    const result = { kind: "accepted", vendorId: "v-1" } as const;
    const after = async () => assert.equal((await world.sendOne()).effect, "a:2");
    return { call: () => world.store.sendResult(send, result, world.now), after };
  },
  "sendResult rejected": async (world) => {
    const send = await started(world);
    await world.turn("ani", { conversation: { windowUntilAt: later(world.now, 1_000) } });
    const result = { kind: "rejected", error: sendError, effect: "window-closed" } as const;
    const after = async () => assert.equal((await world.sendOne()).effect, "a:2");
    return { call: () => world.store.sendResult(send, result, world.now), after };
  },
  applyStatuses: async (world) => {
    const send = await started(world);
    const ours = { send: { outbox: send.id, attempt: 1 } };
    const updates = [
      world.status("v-1", ours),
      world.status("v-2", { ...ours, status: "delivered" }),
      world.status("v-9"),
    ];
    return { call: () => world.store.applyStatuses(updates, world.now) };
  },
  dueTimers: async (world) => {
    await claimed(world);
    await world.pass(60);
    return { call: () => world.store.dueTimers(10, world.now, toMillis(0)), answers: 1 };
  },
  "reserve and settle": async (world) => {
    const budget = { kind: "budget", key: "k", amount: 1, cap: 9, periodAt: world.now } as const;
    const pace = { kind: "pace", key: "p", pace: { everyMs: 1, burst: 9 } } as const;
    const call = async () => {
      const answer = await world.store.reserve({ id: "r", takes: [budget, pace] }, world.now);
      await world.store.settle("r", { k: 0.5 });
      return answer;
    };
    const after = async () => {
      const takes = [{ ...budget, amount: 8.5 }];
      const rest = await world.run(world.store.reserve({ id: "rest", takes }, world.now));
      assert.equal(rest.kind, "granted", "0.5 of 9 is used");
    };
    return { call, answers: { kind: "granted" }, after };
  },
  resume: async (world) => {
    await started(world);
    return { call: () => world.store.resume(world.now, () => graceMs) };
  },
  revive: async (world) => {
    await world.ingest(world.event("ani"));
    const claim = await world.claimOne();
    await world.run(world.store.bury(claim, "it threw", planOf(claim, { marks: [] })));
    const event = only(claim.events, "event").id;
    return { call: () => world.records.revive(event), answers: true };
  },
  eraseContact: async (world) => {
    const { claim } = await claimed(world);
    const { contact } = claim.conversation;
    return { call: () => world.records.eraseContact(contact), answers: true };
  },
  appendConsent: async (world) => {
    const { contact } = (await world.turn("ani")).conversation;
    const entry = { contact, purpose: "news", answer: "yes", at: world.now } as const;
    const whole = { ...entry, wording: "Boleh?", source: "api" };
    return { call: () => world.records.appendConsent(whole) };
  },
  resolvePerson: async (world) => {
    const { records } = world;
    const resolve = () => records.resolvePerson(account, senderOf("cici"), world.now);
    return { call: () => resolve().then((contact) => contact !== undefined), answers: true };
  },
  "the shelf's writes": async (world) => {
    const id = revisionId("0123abcd");
    const call = async () => {
      const { records } = world;
      const revision = { id, flow: "f", file: "f.yaml", source: "f", createdAt: world.now };
      await records.putRevision(revision);
      const active = { at: world.now, who: account, how: "activate" } as const;
      await records.activate([
        { flow: "f", revision: id, ...active },
        { flow: "g", ...active },
      ]);
      await records.setPluginValue("p", "k", 1);
      await records.appendAudit({ at: world.now, who: account, what: "test.done" });
    };
    return { call };
  },
};

/** Calls that are several transactions: what they did before a fault may stay. */
const inSteps: readonly string[] = ["reserve and settle", "the shelf's writes"];

function faultCheck(name: string, scene: Scene): StoreCheck {
  return {
    name: `all or nothing at every statement: ${name}`,
    async run(world) {
      const { harness } = world;
      assert.ok("failAtStatement" in harness, "a harness without faults has to skip this by name");
      const { call, answers, after: look } = await scene(world);
      let before = await dump(world);
      for (let count = 1; ; count += 1) {
        assert.ok(count < maxStatements, "the call ends");
        harness.failAtStatement?.(count);
        let error: unknown;
        const answer = await world.run(call()).catch((reason: unknown) => {
          error = reason;
        });
        harness.failAtStatement?.(undefined);
        if (error === undefined) {
          assert.ok(count > 1, "the call writes something");
          assert.deepEqual(answer, answers);
          return await look?.();
        }
        const after = await dump(world);
        assert.ok(error instanceof Error && "code" in error);
        assert.equal(error.code, "STORE_UNAVAILABLE");
        if (inSteps.includes(name)) before = after;
        assert.equal(after, before, `statement ${count} failed and something changed`);
      }
    },
  };
}

/** That a call whose n-th statement fails changes nothing, for every n, and works when asked again. */
export const storeFaultChecks: readonly StoreCheck[] = [
  ...Object.entries(scenes).map(([name, scene]) => faultCheck(name, scene)),
  {
    name: "a call that cannot be done does not fail those that share its transaction",
    async run(world) {
      const ghost = (await world.turn("ani")).conversation.contact;
      await world.run(world.records.eraseContact(ghost));
      const entry = { contact: ghost, purpose: "news", answer: "yes", at: world.now } as const;
      const consent = world.records.appendConsent({ ...entry, wording: "Boleh?", source: "api" });
      const failed = consent.then(
        () => false,
        () => true,
      );
      const before = world.store.ingest([world.event("budi")]);
      const after = world.store.ingest([world.event("budi")]);
      const answers = await world.run(Promise.all([failed, before, after]));
      assert.deepEqual(answers, [true, ["new"], ["new"]]);
      assert.equal((await world.claimOne()).events.length, 2);
    },
  },
];
