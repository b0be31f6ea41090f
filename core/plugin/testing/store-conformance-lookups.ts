import assert from "node:assert/strict";
import { type ConversationId, outboxId } from "#core/lib/ids.ts";
import {
  account,
  otherAccount,
  runOf,
  type StoreCheck,
  type StoreWorld,
  sendOf,
} from "./store-conformance-world.ts";

/** Names of everybody of an account, page by page. */
async function namesOf(world: StoreWorld, of: typeof account, limit: number): Promise<string[]> {
  const names: string[] = [];
  let after: ConversationId | undefined;
  for (;;) {
    const page = await world.run(world.records.people(of, after, limit));
    assert.ok(page.length <= limit);
    names.push(...page.map(({ contact }) => contact.name ?? ""));
    after = page.at(-1)?.conversation.id;
    if (after === undefined) return names;
  }
}

/** What `Records` promises of single lookups and of pages of people. */
export const storeLookupChecks: readonly StoreCheck[] = [
  {
    name: "where a send came from is found by its id, with its run as it is now",
    async run(world) {
      const run = runOf("run 1", world.now, { trigger: "status: failed" });
      const send = sendOf("a:1", { run: run.id });
      const { conversation } = await world.turn("ani", { runs: [run], sends: [send] });
      await world.turn("budi", { sends: [sendOf("b:1")] });
      await world.turn("ani", { runs: [{ ...run, state: "ended" }] });
      await world.reopen("crash");
      const { records } = world;
      const rows = await world.run(records.sends({ limit: 10 }));
      const [free, bound] = rows;
      const found = await world.run(records.sendOrigin(bound?.id ?? outboxId("")));
      assert.equal(found?.conversation, conversation.id);
      assert.deepEqual([found.attempt, found.message], [0, send.message]);
      assert.deepEqual([found.run?.trigger, found.run?.state], ["status: failed", "ended"]);
      const other = await world.run(records.sendOrigin(free?.id ?? outboxId("")));
      assert.equal(other?.run, undefined);
      assert.notEqual(other?.conversation, conversation.id);
      for (const id of ["", "nobody", `${free?.id.slice(0, 8)}${bound?.id.slice(8)}x`]) {
        assert.equal(await world.run(records.sendOrigin(outboxId(id))), undefined);
      }
    },
  },
  {
    name: "people of an account are gone through by pages, each once",
    async run(world) {
      const names = ["ani", "budi", "citra", "dewi", "eka"];
      for (const name of names) await world.turn(name, { contact: { name } });
      await world.ingest(world.event("fajar", { account: otherAccount }));
      for (const limit of [1, 2, 5, 100]) {
        assert.deepEqual(await namesOf(world, account, limit), names);
      }
      assert.equal((await namesOf(world, otherAccount, 10)).length, 1);
    },
  },
];
