import assert from "node:assert/strict";
import { conversationId, effectId, eventId } from "#core/lib/ids.ts";
import { later } from "#core/lib/millis.ts";
import type { MediaRecord } from "#core/model/media.ts";
import type { Claim } from "#core/model/plan.ts";
import type { KeptFile } from "#core/model/ports/file-store.ts";
import type { Records } from "#core/model/ports/records.ts";
import {
  activityOf,
  only,
  runOf,
  type StoreCheck,
  type StoreWorld,
} from "./store-conformance-world.ts";

const fileOf = (digit: string): KeptFile => ({
  sha256: digit.repeat(64),
  mime: "image/jpeg",
  bytes: 1_000,
});

/** The file of the message that a claim is about. */
function kept(world: StoreWorld, { conversation, events }: Claim, file: KeptFile): MediaRecord {
  const event = only(events, "event").id;
  const fields = { event, conversation: conversation.id, kind: "image", at: world.now } as const;
  return { ...fields, state: "kept", file };
}

/** A message of `person` whose file is kept. */
async function keep(world: StoreWorld, person: string, file: KeptFile): Promise<MediaRecord> {
  const record = kept(world, await world.turn(person), file);
  await world.run(world.records.noteFile(file, world.now));
  assert.equal(await world.run(world.records.putMedia(record)), true);
  await world.pass(1);
  return record;
}

const unused = (world: StoreWorld) => world.run(world.records.unusedFiles(10));

/** What `Records` promises of files, and `Store` of the work that fetches them. */
export const storeMediaChecks: readonly StoreCheck[] = [
  {
    name: "a file is unused from its noting until a message has it, and can then not be forgotten",
    async run(world) {
      const file = fileOf("a");
      await world.run(world.records.noteFile(file, world.now));
      await world.reopen("crash");
      assert.deepEqual(await unused(world), [file.sha256]);
      assert.equal(await world.run(world.records.isFileUsed(file.sha256)), false);
      await keep(world, "ani", file);
      await world.run(world.records.forgetFile(file.sha256));
      assert.deepEqual(await unused(world), []);
      assert.equal(await world.run(world.records.isFileUsed(file.sha256)), true);
      await world.run(world.records.noteFile(file, world.now));
      assert.deepEqual(await unused(world), [], "noting it again changes nothing");
    },
  },
  {
    name: "a forgotten file is not known any more, and a stranger is not used",
    async run(world) {
      await world.run(world.records.noteFile(fileOf("a"), world.now));
      await world.run(world.records.forgetFile(fileOf("a").sha256));
      await world.run(world.records.forgetFile(fileOf("b").sha256));
      await world.reopen("crash");
      assert.deepEqual(await unused(world), []);
      assert.equal(await world.run(world.records.isFileUsed(fileOf("b").sha256)), false);
    },
  },
  {
    name: "what became of a file replaces what was recorded before, and frees the file of before",
    async run(world) {
      const { file: _none, ...record } = await keep(world, "ani", fileOf("a"));
      const refused = { ...record, state: "refused", reason: "too-large" } as const;
      assert.equal(await world.run(world.records.putMedia(refused)), true);
      await world.reopen("crash");
      const found = await world.run(world.records.media({ event: record.event, limit: 10 }));
      assert.deepEqual(found, [refused]);
      assert.deepEqual(await unused(world), [fileOf("a").sha256]);
    },
  },
  {
    name: "nothing is recorded of a file whose conversation is gone",
    async run(world) {
      await world.run(world.records.noteFile(fileOf("a"), world.now));
      const record: MediaRecord = {
        event: eventId("no event"),
        conversation: conversationId("no conversation"),
        kind: "image",
        state: "kept",
        file: fileOf("a"),
        at: world.now,
      };
      assert.equal(await world.run(world.records.putMedia(record)), false);
      assert.deepEqual(await unused(world), [fileOf("a").sha256]);
      assert.deepEqual(await world.run(world.records.media({ limit: 10 })), []);
    },
  },
  {
    name: "files are listed by message, conversation and contact, newest first and bounded",
    async run(world) {
      const first = await keep(world, "ani", fileOf("a"));
      const second = await keep(world, "ani", fileOf("b"));
      const other = await keep(world, "budi", fileOf("a"));
      const { conversation } = first;
      const contact = (await world.run(world.records.conversation(conversation)))?.contact;
      assert.ok(contact !== undefined);
      const list = (filter: Parameters<Records["media"]>[0]) =>
        world.run(world.records.media(filter));
      assert.deepEqual(await list({ limit: 10 }), [other, second, first]);
      assert.deepEqual(await list({ conversation, limit: 10 }), [second, first]);
      assert.deepEqual(await list({ contact, limit: 1 }), [second]);
      assert.deepEqual(await list({ event: first.event, limit: 10 }), [first]);
    },
  },
  {
    name: "an export names a person's files, and an erasure frees those that nobody else has",
    async run(world) {
      const first = await keep(world, "ani", fileOf("a"));
      const second = await keep(world, "ani", fileOf("b"));
      await keep(world, "ani", fileOf("b"));
      const other = await keep(world, "budi", fileOf("a"));
      const contact = (await world.run(world.records.conversation(first.conversation)))?.contact;
      assert.ok(contact !== undefined);
      const exported = await world.run(world.records.exportContact(contact));
      assert.deepEqual(exported?.media.slice(1), [second, first]);
      assert.equal(await world.run(world.records.eraseContact(contact)), true);
      await world.reopen("crash");
      assert.deepEqual(await unused(world), [fileOf("b").sha256]);
      assert.deepEqual(await world.run(world.records.media({ limit: 10 })), [other]);
      assert.equal(await world.run(world.records.putMedia(first)), false);
    },
  },
  {
    name: "files are let go of when they are too old, oldest first, and free with their last message",
    async run(world) {
      const first = await keep(world, "ani", fileOf("a"));
      const second = await keep(world, "budi", fileOf("b"));
      const third = await keep(world, "budi", fileOf("a"));
      const expire = (limit: number) => world.run(world.records.expireMedia(third.at, limit));
      assert.equal(await expire(1), 1);
      assert.deepEqual(await unused(world), [], "the newest message still has the first file");
      assert.equal(await expire(10), 1);
      assert.equal(await expire(10), 0);
      assert.deepEqual(await unused(world), [fileOf("b").sha256]);
      const found = await world.run(world.records.media({ limit: 10 }));
      const expired = [second, first].map(({ file: _gone, ...rest }) => ({
        ...rest,
        state: "expired",
      }));
      assert.deepEqual(found, [third, ...expired]);
    },
  },
  {
    name: "an activity that is put off begins again at its time, with its attempts counted",
    async run(world) {
      const run = runOf("run-1", world.now);
      const { effect, ...rest } = activityOf(effectId("run-1:1"), run.id);
      const { conversation } = await world.turn("ani", {
        runs: [run],
        activities: [{ effect, ...rest }],
      });
      const claim = () => world.run(world.store.claimActivities(10, world.now));
      const putOff = () => world.run(world.store.deferActivity(effect, later(world.now, 5_000)));
      await claim();
      await putOff();
      assert.equal(await world.run(world.store.nextDueAt(world.now)), later(world.now, 5_000));
      await world.pass(4_999);
      assert.deepEqual(await claim(), []);
      await world.pass(1);
      assert.equal(only(await claim(), "activity").attempts, 1);
      await putOff();
      await world.reopen("crash");
      assert.equal(only(await claim(), "activity").attempts, 2, "a restart does not wait");
      const outcome = { kind: "done", value: null } as const;
      const body = { kind: "result", effect, outcome } as const;
      await world.ingest(world.event("ani", { conversation: conversation.id, body }));
      await putOff();
      await world.pass(60_000);
      assert.deepEqual(await claim(), [], "what has its result is over");
    },
  },
  {
    name: "an activity of no run outlives every run, but not its person",
    async run(world) {
      const run = runOf("run-1", world.now);
      const { effect, request, timeoutMs } = activityOf(effectId("event-1:media"), run.id);
      const { conversation } = await world.turn("ani", {
        runs: [run],
        activities: [{ effect, request, timeoutMs }, activityOf(effectId("run-1:1"), run.id)],
      });
      await world.turn("ani", { runs: [{ ...run, state: "ended" }] });
      await world.reopen("crash");
      const claim = () => world.run(world.store.claimActivities(10, world.now));
      const activity = only(await claim(), "activity");
      assert.deepEqual([activity.effect, activity.run], [effect, undefined]);
      await world.run(world.store.deferActivity(effect, world.now));
      await world.run(world.records.eraseContact(conversation.contact));
      assert.deepEqual(await claim(), []);
    },
  },
];
