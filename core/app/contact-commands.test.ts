import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createQuietLog } from "sapa/plugin/testing";
import { openDataKey } from "#core/app/data-key.ts";
import { openDataFolder } from "#core/app/open-data-folder.ts";
import { realClock } from "#core/app/real-clock.ts";
import { createRealRandom } from "#core/app/real-random.ts";
import { createFileKeeper } from "#core/engine/media/file-keeper.ts";
import { accountId } from "#core/lib/ids.ts";
import type { Address } from "#core/model/identity.ts";
import { openFileFolder } from "#core/store/file-folder.ts";
import { openSqliteStore } from "#core/store/open-sqlite-store.ts";

/** The machine may be busy with other tests. */
setDefaultTimeout(60_000);

const main = fileURLToPath(new URL("main.ts", import.meta.url));
const example = fileURLToPath(new URL("../../flows/", import.meta.url));
let folder = "";
let data = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sapa-contacts-"));
  data = join(folder, "data");
  cpSync(join(example, "bot.yaml"), join(folder, "bot.yaml"));
  cpSync(join(example, "menu.flow.yaml"), join(folder, "menu.flow.yaml"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function spawn(...args: readonly string[]) {
  return Bun.spawn([process.execPath, main, ...args], {
    cwd: folder,
    env: { PATH: process.env["PATH"], SAPA_DATA: data, SAPA_PORT: "0" },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
}

const sapa = (...args: readonly string[]) => run("contact", ...args);

async function run(...args: readonly string[]) {
  const child = spawn(...args);
  const [out, err] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  return { code: await child.exited, out, err };
}

const userId = (value: string): Address => ({ kind: "user_id", value });
const phone = (value: string): Address => ({ kind: "phone", value });

/** A person with a message, a kept slot and a file, as a bot that is stopped has left them. */
async function leave(name: string, addresses: readonly Address[], text: string): Promise<void> {
  const random = createRealRandom();
  openDataFolder(data);
  const { codec, ring } = openDataKey({ dataFolder: data, secretKey: undefined, random });
  const log = createQuietLog();
  const parts = { clock: realClock, random, log, leaseMs: 60_000, codec };
  const { store, records } = openSqliteStore({ file: join(data, "sapa.db"), ...parts });
  const now = realClock.now();
  const sender = { scope: "whatsapp", addresses: [...addresses], name, username: `${name}.1` };
  const message = { kind: "text" as const, id: `wamid.${text}`, text };
  const account = accountId("whatsapp");
  const times = { occurredAt: now, receivedAt: now };
  const body = { kind: "message" as const, message, sender };
  await store.ingest([{ account, dedupeKey: text, sender, body, ...times }]);
  const [claim] = await store.claim(1, now);
  if (claim === undefined) throw new Error("nothing to claim");
  const marks = claim.events.map(({ id }) => ({ event: id, state: "done" as const }));
  const none = { runs: [], sends: [], activities: [], timers: [], history: [] };
  await store.commit(claim, { marks, ...none, contact: { profile: { diet: `no ${text}` } } });
  const files = openFileFolder({ folder: join(data, "files"), random, ring, maxBytes: 1_000 });
  const keeper = createFileKeeper({ files, records, clock: realClock });
  const [event] = claim.events;
  if (event === undefined) throw new Error("no event");
  const conversation = claim.conversation.id;
  await keeper.keep(Buffer.from(`file of ${text}`), "text/plain", {
    event: event.id,
    conversation,
    kind: "document",
  });
  await store.close();
}

describe("sapa contact", () => {
  test("show tells who it is and how much there is, and nothing that was said", async () => {
    await leave("Ani", [userId("ID.1"), phone("62811111111")], "gluten");
    await leave("Budi", [userId("ID.2"), phone("62822222222")], "peanuts");
    for (const word of ["+62 811-111-111", "ID.1", "ani", "@ANI.1"]) {
      const { code, out } = await sapa("show", word, "--json");
      expect([word, code]).toEqual([word, 0]);
      expect(JSON.parse(out)).toMatchObject({
        name: "Ani",
        messages_in: 1,
        files: 1,
        kept_slots: ["diet"],
      });
      expect(out).not.toContain("gluten");
    }
    const plain = await sapa("show", "ID.2");
    expect(plain.out).toMatch(/^id {3,}\S+\nname {3,}Budi\n/);
    const unknown = await sapa("show", "62833333333");
    expect([unknown.code, unknown.out]).toEqual([1, ""]);
    expect(unknown.err).toContain("nobody here is known by that");
  });

  test("export hands over everything of one person, with their files, and nothing of another", async () => {
    const out = join(folder, "export");
    const done = await sapa("export", "ID.1", "--out", out, "--json");
    expect([done.code, JSON.parse(done.out)]).toMatchObject([0, { files: 1, missing: [] }]);
    const whole = readFileSync(join(out, "data.json"), "utf8");
    expect(JSON.parse(whole)).toMatchObject({ contact: { profile: { diet: "no gluten" } } });
    expect(whole).not.toContain("peanuts");
    expect(readFileSync(join(out, "README.txt"), "utf8")).toContain("< gluten");
    const [file = ""] = [...new Bun.Glob("*").scanSync(join(out, "files"))];
    expect(readFileSync(join(out, "files", file), "utf8")).toBe("file of gluten");
    const again = await sapa("export", "ID.1", "--out", out);
    expect([again.code, again.err]).toEqual([1, expect.stringContaining("not empty")]);
  });

  test("erase shows whom it would be, and does it only with --yes, without a bot that runs", async () => {
    const asked = await sapa("erase", "ID.1");
    expect([asked.code, asked.err]).toEqual([2, expect.stringContaining("nothing was erased yet")]);
    expect((await sapa("show", "ID.1")).code).toBe(0);
    const done = await sapa("erase", "ID.1", "--yes", "--json");
    expect([done.code, JSON.parse(done.out)]).toMatchObject([0, { isRunning: false }]);
    expect(done.err).toContain("no network is asked to forget the person");
    expect((await sapa("show", "ID.1")).code).toBe(1);
    expect((await sapa("show", "ID.2")).code).toBe(0);
  });

  test("erase is done by the bot that runs, with its network's address book", async () => {
    const bot = spawn("run", "--simulate");
    const control = join(data, "control.json");
    const deadlineAt = performance.now() + 30_000;
    while (!existsSync(control)) {
      if (performance.now() > deadlineAt) throw new Error("the bot did not start");
      await Bun.sleep(20);
    }
    try {
      const backup = await run("backup", join(folder, "b.db"), "--keys", join(folder, "k.db"));
      expect([backup.code, backup.err]).toEqual([0, ""]);
      const locked = await run("restore", join(folder, "b.db"));
      expect([locked.code, locked.err]).toEqual([
        1,
        expect.stringContaining("has this database open"),
      ]);
      const done = await sapa("erase", "62822222222", "--yes", "--json");
      expect([done.code, JSON.parse(done.out)]).toMatchObject([
        0,
        { isRunning: true, networks: [{ account: "whatsapp" }] },
      ]);
      expect((await sapa("show", "ID.2")).code).toBe(1);
    } finally {
      bot.kill();
      await bot.exited;
    }
    expect([...new Bun.Glob("files/??/*").scanSync(data)]).toEqual([]);
  });

  test("restore brings back everything but who was erased since", async () => {
    await leave("Citra", [userId("ID.3")], "shrimps");
    const again = await run("backup", join(folder, "b.db"));
    expect([again.code, again.err]).toEqual([2, expect.stringContaining("is there already")]);
    const restored = await run("restore", join(folder, "b.db"), "--json");
    const told = { erased_again: 1, sends_held: 0, broadcasts_paused: 0 };
    expect([restored.code, JSON.parse(restored.out)]).toEqual([0, told]);
    for (const word of ["ID.2", "62822222222", "ID.1"]) {
      const { code, err } = await sapa("export", word);
      expect([code, err]).toEqual([1, expect.stringContaining("erased on 20")]);
    }
    // Who came after the backup is not in it, and was never erased.
    expect((await sapa("show", "ID.3")).err).toContain("nobody here is known by that");
    // A damaged one changes nothing: neither keys nor the list of who was erased.
    const broken = join(folder, "broken.db");
    cpSync(join(folder, "bot.yaml"), broken);
    const list = join(data, "erased.jsonl");
    const erased = readFileSync(list, "utf8");
    writeFileSync(`${broken}.erased.jsonl`, erased.replace(/"at":\d+/, '"at":1'));
    const damaged = await run("restore", broken, "--keys", join(folder, "k.db"));
    expect([damaged.code, damaged.err]).toEqual([1, expect.stringContaining("not restored")]);
    expect(damaged.err).toContain("The data is as it was.");
    expect(readFileSync(list, "utf8")).toBe(erased);
    expect(existsSync(join(data, "sapa.db"))).toBe(true);
  });

  test("restore on another machine needs the keys, and knows whom the backup's list names", async () => {
    const other = join(folder, "other");
    mkdirSync(other);
    cpSync(join(data, "secret.key"), join(other, "secret.key"));
    const into = (...args: readonly string[]) => run(...args, "--data", other);
    const bare = await into("restore", join(folder, "b.db"));
    expect([bare.code, bare.err]).toEqual([1, expect.stringContaining("are not in")]);
    expect(bare.err).toContain("sapa restore BACKUP --keys COPY");
    expect(existsSync(join(other, "sapa.db"))).toBe(false);
    const wrong = await into("restore", join(folder, "b.db"), "--keys", join(folder, "b.db"));
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining("holds no keys")]);
    const whole = await into("restore", join(folder, "b.db"), "--keys", join(folder, "k.db"));
    expect([whole.code, whole.err]).toEqual([0, ""]);
    const budi = await into("contact", "show", "ID.2", "--json");
    expect(JSON.parse(budi.out)).toMatchObject({ name: "Budi", messages_in: 1 });
    expect((await into("contact", "show", "ID.1")).err).toContain("erased on 20");
  });

  test("whatever is written of people is its owner's alone", async () => {
    const other = join(folder, "other");
    await sapa("export", "ID.2", "--out", join(folder, "budi"), "--data", other);
    const places = [data, other, join(folder, "budi")];
    const inside = places.flatMap((place) =>
      readdirSync(place, { recursive: true, withFileTypes: true }).map((entry) =>
        join(entry.parentPath, entry.name),
      ),
    );
    const beside = ["b.db", "k.db"].flatMap((name) => [name, `${name}.erased.jsonl`]);
    const all = [data, join(folder, "budi"), ...inside, ...beside.map((it) => join(folder, it))];
    expect(all.length).toBeGreaterThan(20);
    expect(all.filter((path) => (statSync(path).mode & 0o077) !== 0)).toEqual([]);
  });
});
