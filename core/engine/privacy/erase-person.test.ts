import { beforeEach, describe, expect, test } from "bun:test";
import { type AccountId, accountId, type ContactId } from "#core/lib/ids.ts";
import { minuteMs } from "#core/lib/millis.ts";
import type { Address } from "#core/model/identity.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import { createQuietLog } from "#core/plugin/testing/quiet-log.ts";
import { SeededRandom } from "#core/plugin/testing/seeded-random.ts";
import { VirtualClock } from "#core/plugin/testing/virtual-clock.ts";
import { type Codec, createPlainCodec } from "#core/store/codec.ts";
import { openMemoryDatabase } from "#core/store/open-memory-database.ts";
import { openSqliteStore } from "#core/store/open-sqlite-store.ts";
import { createEraser } from "./erase-person.ts";

const account = accountId("shop");
const addresses: readonly Address[] = [
  { kind: "user_id", value: "ID.ANI" },
  { kind: "phone", value: "628120000001" },
];
/** What is done for an erasure after its rows are gone, in this order. */
const steps = ["keys", "files", "exports", "network", "closing"] as const;
type Step = (typeof steps)[number];

let clock: VirtualClock;
let database: ReturnType<typeof openMemoryDatabase>;
let keys: Set<number>;
let done: string[];
let lastKey = 0;
beforeEach(() => {
  clock = new VirtualClock(Date.UTC(2026, 10, 22));
  database = openMemoryDatabase();
  keys = new Set();
  done = [];
});

/** A bot's process over the same data, in which one step never ends, or throws for a while. */
function open(fault?: { readonly step: Step; readonly how: "hang" | "throw" }) {
  let isBroken = fault !== undefined;
  const reach = (step: Step): Promise<void> => {
    if (!isBroken || step !== fault?.step) {
      done.push(step);
      return Promise.resolve();
    }
    return fault.how === "hang" ? new Promise(() => undefined) : Promise.reject(new Error(step));
  };
  const plain = createPlainCodec(new Uint8Array(32));
  const codec: Codec = {
    ...plain,
    newKey() {
      lastKey += 1;
      keys.add(lastKey);
      return lastKey;
    },
    dropKeys(dropped) {
      if (isBroken && fault?.step === "keys") throw new Error("keys");
      for (const key of dropped) keys.delete(key);
    },
  };
  const log = createQuietLog();
  const ports = { clock, random: new SeededRandom(lastKey + 1), log };
  const { store, records, abandon } = openSqliteStore({
    ...ports,
    database,
    codec,
    leaseMs: minuteMs,
  });
  const channel: Pick<Channel, "forget"> = {
    async forget(asked) {
      expect(asked).toEqual(addresses);
      await reach("network");
      return undefined;
    },
  };
  const eraser = createEraser({
    records: {
      eraseContact: (id, who) => records.eraseContact(id, who),
      openErasures: () => records.openErasures(),
      async closeErasure(id) {
        await reach("closing");
        await records.closeErasure(id);
      },
    },
    media: { removeUnused: () => reach("files") },
    removeExports(contacts) {
      expect(contacts).toHaveLength(1);
      if (isBroken && fault?.step === "exports") throw new Error("exports");
      done.push("exports");
    },
    channels: new Map<AccountId, Channel>([[account, { ...silent, ...channel }]]),
    clock,
    log,
  });
  return {
    store,
    records,
    eraser,
    abandon,
    mend() {
      isBroken = false;
    },
  };
}

const silent: Channel = {
  account,
  kind: "test",
  capabilities: { text: { maxChars: 1 }, templates: false, reactions: false, markup: "none" },
  receive: () => ({ kind: "updates", events: [], statuses: [], foreign: 0 }),
  send: () => Promise.reject(new Error("nothing is sent")),
  check: () => Promise.resolve(undefined),
  acknowledge: () => Promise.resolve(),
};

async function run<T>(work: Promise<T>): Promise<T> {
  await clock.settle();
  return await work;
}

/** Somebody who wrote; gives their id. */
async function meet({ store, records }: ReturnType<typeof open>): Promise<ContactId> {
  const sender = { scope: "test", addresses };
  const body = { kind: "identity", sender } as const;
  const times = { occurredAt: clock.now(), receivedAt: clock.now() };
  await run(store.ingest([{ account, dedupeKey: "1", sender, body, ...times }]));
  const [contact] = await run(records.contacts(undefined, 1));
  if (contact === undefined) throw new Error("nobody wrote");
  return contact.id;
}

async function expectFinished({ records }: ReturnType<typeof open>, id: ContactId): Promise<void> {
  expect(await run(records.openErasures())).toEqual([]);
  expect(await run(records.contact(id))).toBeUndefined();
  expect([...keys]).toEqual([]);
  const entry = { who: "owner", what: "contact.erased", data: { contacts: [id] } };
  expect(await run(records.audit(9))).toMatchObject([entry]);
  expect(done).toEqual(expect.arrayContaining(["files", "exports", "network", "closing"]));
}

test("an erasure ends with nothing left to do", async () => {
  const bot = open();
  const id = await meet(bot);
  const erasing = bot.eraser.erase(id, "owner");
  await clock.settle();
  expect(await run(erasing)).toEqual({ contacts: [id], networks: [{ account }] });
  expect(done).toEqual(["files", "exports", "network", "closing"]);
  await expectFinished(bot, id);
  expect(await run(bot.eraser.erase(id, "owner"))).toBeUndefined();
});

describe("an erasure that a death cuts off is finished at the next start", () => {
  for (const step of steps) {
    const how = step === "keys" || step === "exports" ? "throw" : "hang";
    test(`before ${step}`, async () => {
      const first = open({ step, how });
      const id = await meet(first);
      first.eraser.erase(id, "owner").catch(() => undefined);
      await clock.settle();
      first.eraser.stop();
      first.abandon();
      expect(done).not.toContain("closing");

      const second = open();
      second.eraser.start();
      await clock.settle();
      await expectFinished(second, id);
    });
  }
});

describe("an erasure of which something fails is told so and finished later", () => {
  for (const step of steps) {
    test(`at ${step}`, async () => {
      const bot = open({ step, how: "throw" });
      const id = await meet(bot);
      const erasing = bot.eraser.erase(id, "owner").catch(() => "failed");
      // What shares the commit is not hurt by it.
      const beside = bot.records.setPluginValue("p", "k", 1);
      expect(await run(erasing)).toBe("failed");
      await run(beside);
      expect(await run(bot.records.pluginValue("p", "k"))).toBe(1);
      bot.mend();
      await clock.advance(6 * minuteMs);
      await expectFinished(bot, id);
    });
  }
});
