import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createQuietLog, VirtualClock } from "sapa/plugin/testing";
import { openKnowledgeIndex } from "#core/store/knowledge-index.ts";
import { indexFolder } from "./index-folder.ts";
import { openKnowledge, type RunPass } from "./open-knowledge.ts";
import { writePdf } from "./testing/write-pdf.ts";

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

/** The folder over an index; passes run in this process. `find` lets time pass until it is answered. */
function open(wrapPass: (run: RunPass) => RunPass = (run) => run) {
  const clock = new VirtualClock(0);
  const log = createQuietLog();
  const index = openKnowledgeIndex(join(folder, "knowledge.db"));
  const folders = new Map([["menu", join(folder, "menu")]]);
  const runPass = wrapPass((job, tell) => indexFolder(index, { ...job, spared: new Map() }, tell));
  const knowledge = openKnowledge({ folders, index, runPass, clock, log });
  const find = async (question: string) => {
    await clock.advance(5_000);
    const hits = await knowledge.search(["menu"], question);
    return hits.map(({ file, text }) => [file, text]);
  };
  return { knowledge, find, index, log, clock };
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

  test("is answered from as it was while it is not there", async () => {
    write("harga.md", "Kopi susu 18.000");
    const { find, index, log } = open();
    expect(await find("kopi")).toHaveLength(1);
    renameSync(join(folder, "menu"), join(folder, "away"));
    expect(await find("kopi")).toEqual([["harga.md", "Kopi susu 18.000"]]);
    expect(log.lines.at(-1)).toMatchObject({ event: "knowledge.not-read" });
    renameSync(join(folder, "away"), join(folder, "menu"));
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
    const { knowledge, find, index, log } = open();
    expect(await find("kopi")).toHaveLength(1);
    write("harga.csv", 'nama\n"kopi\n');
    write("brosur.pdf", "%PDF-1.7");
    write("latin.txt", Uint8Array.of(0x63, 0xe9));
    write("surat.docx", "kopi");
    write(".rahasia.md", "kopi");
    await knowledge.refresh("menu");
    const problems = knowledge.files("menu").map(({ file, problem }) => [file, problem]);
    expect(problems).toEqual([
      ["brosur.pdf", "it is damaged, or no PDF: export it again"],
      ["harga.csv", "a quote stays open in it"],
      ["latin.txt", "it is not UTF-8"],
      ["surat.docx", "only .md, .markdown, .txt, .csv, .pdf can be read"],
    ]);
    expect(await find("kopi")).toEqual([]);
    const told = log.lines.filter(({ event }) => event === "knowledge.left-out");
    expect(told.map(({ fields }) => fields["file"])).toEqual(problems.map(([file]) => file));
    index.close();
  });

  test("has PDFs in it, one bad file beside good ones", async () => {
    write("a.pdf", writePdf(["rahasia"], { isEncrypted: true }));
    write("b.pdf", writePdf(["Menu", "Kopi susu 18.000"]));
    const { knowledge, find, index } = open();
    expect(await find("kopi")).toEqual([["b.pdf", "Kopi susu 18.000"]]);
    expect((await knowledge.search(["menu"], "kopi"))[0]).toMatchObject({ page: 2 });
    expect(knowledge.files("menu")[0]).toMatchObject({ file: "a.pdf", chunks: 0 });
    index.close();
  });

  test("is answered from as it was while a pass takes its time, or fails", async () => {
    write("harga.md", "Kopi susu 18.000");
    const gate = Promise.withResolvers<void>();
    let passes = 0;
    const { find, index, clock, knowledge, log } = open((run) => async (job, tell) => {
      passes += 1;
      if (passes === 2) await gate.promise;
      if (passes === 3) throw new Error("no room for a process");
      await run(job, tell);
    });
    await find("kopi");
    write("harga.md", "Kopi susu 20.000");
    const asking = find("kopi");
    let answer: unknown;
    void asking.then((hits) => {
      answer = hits;
    });
    for (let turn = 0; turn < 1_000 && answer === undefined; turn += 1) await clock.advance(1_000);
    expect(answer).toEqual([["harga.md", "Kopi susu 18.000"]]);
    gate.resolve();
    await knowledge.refresh("menu");
    expect(await find("kopi")).toEqual([["harga.md", "Kopi susu 20.000"]]);
    write("harga.md", "Kopi susu 21.000");
    expect(await find("kopi")).toEqual([["harga.md", "Kopi susu 20.000"]]);
    expect(log.lines.map(({ event }) => event)).toContain("knowledge.not-read");
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
  expect(await sapa("add", "menu", file)).toEqual({
    code: 0,
    out: "harga.md is in menu, 1 part\n",
    err: "reading harga.md (1 of 1)\n",
  });
  expect((await sapa("add", "menu", file)).err).toContain("is there already");
  const locked = join(folder, "kunci.pdf");
  writeFileSync(locked, writePdf(["rahasia"], { isEncrypted: true }));
  const brochure = join(folder, "brosur.pdf");
  writeFileSync(brochure, writePdf(["Selamat datang", "Buka pukul delapan pagi"]));
  const refused = await sapa("add", "menu", brochure, locked);
  expect(refused.code).toBe(2);
  expect(refused.err).toContain("it is encrypted: save it without a password");
  expect(await sapa("add", "menu", brochure)).toMatchObject({
    code: 0,
    out: "brosur.pdf is in menu, 2 parts\n",
  });
  expect((await sapa("search", "menu", "buka kapan?")).out).toBe(
    "brosur.pdf#page=2  (words 1, score 0.0164)\n    Buka pukul delapan pagi\n",
  );
  expect((await sapa("list")).out).toContain("✓ harga.md, 1 part");
  expect(await sapa("search", "menu", "berapa kopi susu?")).toMatchObject({
    code: 0,
    out: "harga.md:2  Kopi  (words 1, score 0.0164)\n    Kopi susu 18.000\n",
  });
  expect((await sapa("search", "menyu", "kopi")).err).toContain('Did you mean "menu"?');
});
