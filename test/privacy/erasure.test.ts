import { afterEach, beforeEach, expect, test } from "bun:test";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { findHere } from "#core/app/contacts/find-here.ts";
import { openDataKey } from "#core/app/data-key.ts";
import { realGuardedNet } from "#core/app/guarded-net.ts";
import { loadBot } from "#core/app/load-bot.ts";
import { exportInto } from "#core/app/ops/exports.ts";
import { prepareAccounts, settingSources } from "#core/app/prepare-accounts.ts";
import { realClock } from "#core/app/real-clock.ts";
import { realNet } from "#core/app/real-net.ts";
import { createRealRandom } from "#core/app/real-random.ts";
import { type Wired, wireBot } from "#core/app/wire.ts";
import { hmacHex } from "#core/lib/digest.ts";
import { createLog } from "#core/log/create-log.ts";
import { formatJson } from "#core/log/format-entry.ts";
import { erasuresBeside, openErasureList, takeOverErasures } from "#core/store/erasure-list.ts";
import { readFileFolder } from "#core/store/file-folder.ts";
import { restoreBackup } from "#core/store/restore-backup.ts";
import { GraphStub } from "#test/media/graph-stub.ts";
import { waitUntil } from "#test/wait-until.ts";

const testMs = 60_000;
const deadlineMs = 30_000;
const phone = "6281299887766";
const userId = "ID.SARI.4711.0815";
const name = "Sari Kencana Wulandari";
const allergy = "alergi kacang mede dan udang";
const photo = Buffer.concat([
  Buffer.from([0xff, 0xd8, 0xff]),
  Buffer.from(`kartu keluarga ${name}`.repeat(40)),
]);
/** What may be read nowhere once the person is gone. */
const secrets = [phone, userId, name, allergy, "kartu keluarga"];

const variables = { ID: "200000000000002", TOKEN: "secret-token", SECRET: "s", VERIFY: "v" };
const flow = `flow: diet
format: 1
triggers: [{ message: diet }]
slots: { diet: { type: text, keep: contact, sensitive: true } }
steps:
  - ask: Apa pantangan Anda?
    id: first
    into: diet
  - say: "Dicatat: {{ slots.diet }}"
  - ask: Ada lagi?
    id: more
    into: diet
`;

let graph = new GraphStub();
let root = "";
let data = "";
let logged = "";
let bot: Wired | undefined;
let messages = 0;

beforeEach(async () => {
  graph = new GraphStub();
  await graph.start();
  root = mkdtempSync(join(tmpdir(), "sapa-privacy-"));
  data = join(root, "data");
  logged = "";
}, testMs);
afterEach(async () => {
  await bot?.drain();
  await bot?.close();
  bot = undefined;
  graph.stop();
  rmSync(root, { recursive: true });
}, testMs);

async function open(): Promise<Wired> {
  const text = `bot: privasi
format: 1
name: Privasi
consent: { tell: elsewhere }
locales: [id]
human: { queue: desk }
channels:
  whatsapp:
    plugin: channel-whatsapp-cloud
    phone_number_id: { env: ID }
    token: { env: TOKEN }
    app_secrets: { env: SECRET }
    verify_token: { env: VERIFY }
    graph_url: "${graph.url}"
limits: { account: { pair: { every: 1ms, burst: 1000 } } }
`;
  const { bot: loaded, findings } = await loadBot({
    folder: root,
    bot: { file: "bot.yaml", text },
    flows: [{ file: "diet.flow.yaml", text: flow }],
    tests: [],
  });
  if (loaded === undefined) throw new Error(JSON.stringify(findings));
  const { ready } = prepareAccounts(loaded.accounts, "never", settingSources(root, variables));
  const wired = await wireBot({
    bot: loaded,
    accounts: ready,
    variables,
    dataFolder: data,
    secretKey: undefined,
    keepsDiskFree: false,
    clock: realClock,
    random: createRealRandom(),
    net: realNet,
    web: realGuardedNet,
    log: createLog({
      level: "debug",
      clock: realClock,
      format: formatJson,
      write: (line) => {
        logged += line;
      },
    }),
  });
  await wired.start();
  bot = wired;
  return wired;
}

/** One message of the person, as Meta tells of it; done when it is answered. */
async function write(wired: Wired, content: object): Promise<void> {
  messages += 1;
  const id = `wamid.${Buffer.from(`${phone}.${messages}`).toString("base64")}`;
  const timestamp = String(Math.floor(realClock.now() / 1_000));
  const message = { from: phone, from_user_id: userId, id, timestamp, ...content };
  const value = {
    messaging_product: "whatsapp",
    metadata: { display_phone_number: "1", phone_number_id: variables.ID },
    contacts: [{ profile: { name }, wa_id: phone, user_id: userId }],
    messages: [message],
  };
  const entry = [{ id: "1", changes: [{ field: "messages", value }] }];
  const body = JSON.stringify({ object: "whatsapp_business_account", entry });
  const headers = { "x-hub-signature-256": `sha256=${hmacHex(variables.SECRET, body)}` };
  const url = "http://bot/webhooks/whatsapp";
  expect((await wired.http.fetch(new Request(url, { method: "POST", headers, body }))).status).toBe(
    200,
  );
  const isDone = await waitUntil(async () => {
    const { pendingEvents, openActivities, queuedSends } = await wired.store.stats();
    return pendingEvents + openActivities + queuedSends === 0;
  }, deadlineMs);
  expect(isDone).toBe(true);
}

const say = (wired: Wired, text: string) => write(wired, { type: "text", text: { body: text } });

/** A person who has everything: a name, messages both ways, a sensitive slot, a file, a run, STOP. */
async function live(wired: Wired): Promise<void> {
  graph.files.set("7", {
    mime: "image/jpeg",
    bytes: photo.length,
    download: (response) =>
      void response.writeHead(200, { "content-type": "image/jpeg" }).end(photo),
  });
  await say(wired, "diet");
  await say(wired, allergy);
  await write(wired, { type: "image", image: { id: "7", mime_type: "image/jpeg", sha256: "x" } });
  await say(wired, "stop");
}

/** A text as bytes may hold it: as it is, in hex, and in base64 at each of its three beginnings. */
function spellings(text: string): readonly string[] {
  const bytes = Buffer.from(text);
  const base64 = [0, 1, 2].flatMap((shift) => {
    const whole = Buffer.concat([Buffer.alloc(shift), bytes]).toString("base64url");
    const inner = whole.slice(Math.ceil((shift * 4) / 3) + 1, -3);
    return [inner, inner.replaceAll("-", "+").replaceAll("_", "/")];
  });
  const hex = bytes.toString("hex");
  return [text, hex, hex.toUpperCase(), ...base64];
}

const wanted = secrets.flatMap(spellings);

/** Every file of a folder that holds one of the secrets in any spelling. */
function holding(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => {
      const text = readFileSync(file, "latin1");
      return wanted.some((it) => text.includes(it));
    });
}

/** What `sapa backup --keys` does beside the bot. */
async function backUp(wired: Wired, name: string): Promise<void> {
  const copy = wired.verbs.get("store.backup");
  mkdirSync(join(root, name));
  const input = { file: join(root, name, "backup.db"), keys: join(root, name, "keys.db") };
  await copy?.(JSON.stringify(input));
}

const openKeys = (isReadOnly = false) =>
  openDataKey({ dataFolder: data, secretKey: undefined, random: createRealRandom(), isReadOnly });

/** What `sapa restore --keys` does, with lists and keys from wherever they are given. */
function restore(backup: string, keys: string | undefined): void {
  const { codec, erasures, takeOver } = openKeys();
  const lists = [backup, ...(keys === undefined ? [] : [keys])].map(erasuresBeside);
  restoreBackup({
    backup,
    file: join(data, "sapa.db"),
    codec,
    erasures,
    random: createRealRandom(),
    prepare() {
      for (const list of lists) takeOverErasures(erasures, openErasureList(list));
      if (keys !== undefined) takeOver(keys);
    },
  });
  codec.close();
}

/** Ways in which all of yesterday comes back, but for the list of who was erased. */
const ways: Readonly<Record<string, () => void>> = {
  "a backup with the files and the key files of then"() {
    restore(join(root, "yesterday", "backup.db"), undefined);
    for (const file of ["keys.db", "keys.db-wal", "keys.db-shm"]) {
      cpSync(join(root, "copied", file), join(data, file));
    }
    cpSync(join(root, "copied", "files"), join(data, "files"), { recursive: true });
  },
  "a backup with the keys that were backed up with it"() {
    restore(join(root, "yesterday", "backup.db"), join(root, "yesterday", "keys.db"));
    cpSync(join(root, "copied", "files"), join(data, "files"), { recursive: true });
  },
  "another machine, with the data of then and the keys of today"() {
    const secret = join(data, "secret.key");
    data = join(root, "elsewhere");
    mkdirSync(data);
    cpSync(secret, join(data, "secret.key"));
    restore(join(root, "yesterday", "backup.db"), join(root, "today", "keys.db"));
    cpSync(join(root, "copied", "files"), join(data, "files"), { recursive: true });
  },
};

for (const [way, comeBack] of Object.entries(ways)) {
  test(
    `of a person who was erased nothing can be read, in no file, log, export or backup; they come back by ${way}`,
    async () => {
      const wired = await open();
      await live(wired);
      expect(graph.texts).toContain(`Dicatat: ${allergy}`);
      const [conversation] = await wired.records.conversations(1);
      if (conversation === undefined) throw new Error("nobody wrote");
      const before = await wired.records.exportContact(conversation.contact);
      expect(before?.contact).toMatchObject({ name, profile: { diet: allergy } });
      expect(before?.media.map(({ state }) => state)).toEqual(["kept"]);

      // Yesterday: a copy of all files, what `sapa backup` writes, and then an export that an operator asked for.
      cpSync(data, join(root, "copied"), { recursive: true });
      await backUp(wired, "yesterday");
      const reader = readFileFolder(join(data, "files"), openKeys(true).ring);
      const exported = before && (await exportInto(data, "4711", before, reader));
      expect(holding(data)).not.toEqual([]);
      expect(exported === undefined ? [] : readdirSync(join(exported, "files"))).toHaveLength(1);

      expect(await wired.erasePerson(conversation.contact, "test")).toBeDefined();
      await backUp(wired, "today");
      for (const place of ["copied", "yesterday", "today"]) {
        expect([place, holding(join(root, place))]).toEqual([place, []]);
      }
      expect(holding(data)).toEqual([]);
      expect(wanted.filter((it) => logged.includes(it))).toEqual([]);
      await wired.drain();
      await wired.close();
      bot = undefined;

      const numbers = keysOf(join(root, "yesterday", "backup.db"));
      expect(numbers.length).toBeGreaterThan(0);
      comeBack();

      const again = await open();
      const today = openKeys(true);
      for (const word of [conversation.contact, phone, `+${phone}`, userId]) {
        const asked = findHere({ ...today, records: again.records }, word);
        expect(await asked.catch((error: unknown) => error)).toMatchObject({
          code: "CONTACT_ERASED",
        });
      }
      expect(await again.records.contacts(undefined, 10)).toEqual([]);
      expect(numbers.filter((number) => today.ring.find(number) !== undefined)).toEqual([]);
      expect(await waitUntil(() => holding(data).length === 0, deadlineMs)).toBe(true);
      const isFinished = await waitUntil(
        async () => (await again.records.openErasures()).length === 0,
        deadlineMs,
      );
      expect(isFinished).toBe(true);
      expect(wanted.filter((it) => logged.includes(it))).toEqual([]);

      // STOP still holds for whoever comes back, and says nothing.
      const count = graph.texts.length;
      await say(again, "halo");
      expect(graph.texts).toHaveLength(count);
      const [back] = await again.records.contacts(undefined, 10);
      expect(back?.stoppedAt).toBe(before?.contact.stoppedAt);
    },
    testMs,
  );
}

/** The numbers of every key but the store's own that a database's rows are sealed with. */
function keysOf(file: string): readonly number[] {
  const db = new Sqlite(file, { readonly: true });
  const read = (sql: string) => db.prepare<[], { readonly text: string | null }>(sql).all();
  const rows = [
    ...read("SELECT body AS text FROM event"),
    ...read("SELECT message AS text FROM outbox"),
    ...read("SELECT body AS text FROM run"),
    ...read("SELECT body AS text FROM contact"),
    ...read("SELECT value AS text FROM address"),
    ...read("SELECT data AS text FROM history"),
    ...read("SELECT vendor AS text FROM vendor_message"),
  ];
  db.close();
  const numbers = rows.flatMap(({ text }) => {
    if (text === null) return [];
    expect(text.startsWith("\u0001")).toBe(true);
    return [Number.parseInt(text.slice(1, text.indexOf(".")), 36)];
  });
  return [...new Set(numbers)];
}
