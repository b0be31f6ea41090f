import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createQuietLog, VirtualClock } from "sapa/plugin/testing";
import { openKnowledgeIndex } from "#core/store/knowledge-index.ts";
import { openKnowledge } from "./open-knowledge.ts";

setDefaultTimeout(60_000);

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sapa-knowledge-"));
  mkdirSync(join(folder, "menu/dalam"), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

let seconds = 1_700_000_000;
function write(file: string, text: string | Uint8Array): void {
  const path = join(folder, "menu", file);
  writeFileSync(path, text);
  seconds += 10;
  utimesSync(path, seconds, seconds);
}

function open() {
  const clock = new VirtualClock(0);
  const log = createQuietLog();
  const index = openKnowledgeIndex(join(folder, "knowledge.db"));
  const folders = new Map([["menu", join(folder, "menu")]]);
  const knowledge = openKnowledge({ folders, index, clock, log });
  const find = async (question: string) => {
    await clock.advance(5_000);
    return (await knowledge.search(["menu"], question)).map(({ file, text }) => [file, text]);
  };
  return { knowledge, find, index, log };
}

describe("a knowledge folder", () => {
  test("is answered from as it is now: what is new, changed and gone", async () => {
    write("harga.md", "Kopi susu 18.000");
    write("dalam/teh.csv", "nama,harga\nTeh,9.000\n");
    const { find, index } = open();
    expect(await find("Berapa harga kopi susu?")).toContainEqual(["harga.md", "Kopi susu 18.000"]);
    expect(await find("teh")).toEqual([["dalam/teh.csv", "nama: Teh\nharga: 9.000"]]);
    write("harga.md", "Kopi susu 20.000");
    expect(await find("kopi")).toEqual([["harga.md", "Kopi susu 20.000"]]);
    rmSync(join(folder, "menu/harga.md"));
    expect(await find("kopi")).toEqual([]);
    index.close();
  });

  test("is not read again by the next process where nothing changed", async () => {
    write("harga.md", "Kopi susu 18.000");
    const first = open();
    await first.find("kopi");
    first.index.close();
    const second = open();
    expect(await second.find("kopi")).toHaveLength(1);
    expect(second.log.lines.map(({ event }) => event)).not.toContain("knowledge.indexed");
    second.index.close();
  });

  test("says what of it cannot be read, and says nothing of that any more", async () => {
    write("harga.csv", "nama\nkopi\n");
    const { knowledge, find, index } = open();
    expect(await find("kopi")).toHaveLength(1);
    write("harga.csv", 'nama\n"kopi\n');
    write("brosur.pdf", "%PDF-1.7");
    write("latin.txt", Uint8Array.of(0x63, 0xe9));
    write(".rahasia.md", "kopi");
    expect(knowledge.refresh("menu")).toEqual([
      { file: "brosur.pdf", why: "only .md, .markdown, .txt, .csv can be read" },
      { file: "harga.csv", why: "a quote stays open in it" },
      { file: "latin.txt", why: "it is not UTF-8" },
    ]);
    expect(await find("kopi")).toEqual([]);
    index.close();
  });
});

test("sapa knowledge adds, lists and searches", async () => {
  const channel = {
    plugin: "channel-whatsapp-cloud",
    phone_number_id: "1",
    token: { env: "TOKEN" },
    app_secrets: { env: "SECRET" },
    verify_token: { env: "VERIFY" },
  };
  const bot = {
    bot: "kopi",
    format: 1,
    name: "Kopi",
    operator: "CV Kopi",
    locales: ["id"],
    human: { queue: "kasir" },
    channels: { wa: channel },
    knowledge: { menu: "menu" },
  };
  writeFileSync(join(folder, "bot.yaml"), JSON.stringify(bot));
  const file = join(folder, "harga.md");
  writeFileSync(file, "# Kopi\nKopi susu 18.000");
  const sapa = async (...args: readonly string[]) => {
    const main = fileURLToPath(import.meta.resolve("#core/app/main.ts"));
    const command = [process.execPath, main, "knowledge", ...args, "--bot", folder];
    const env = { PATH: process.env["PATH"], SAPA_DATA: join(folder, "data") };
    const child = Bun.spawn(command, { env, stdout: "pipe", stderr: "pipe" });
    const [out, err] = await Promise.all([
      new Response(child.stdout).text(),
      new Response(child.stderr).text(),
    ]);
    return { code: await child.exited, out, err };
  };
  expect(await sapa("add", "menu", file)).toMatchObject({
    code: 0,
    out: "harga.md is in menu, 1 part\n",
  });
  expect((await sapa("add", "menu", file)).err).toContain("is there already");
  expect((await sapa("list")).out).toContain("✓ harga.md, 1 part");
  expect(await sapa("search", "menu", "berapa kopi susu?")).toMatchObject({
    code: 0,
    out: "harga.md:2  Kopi\n    Kopi susu 18.000\n",
  });
  expect((await sapa("search", "menyu", "kopi")).err).toContain('Did you mean "menu"?');
});
