import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { KnowledgeIndex } from "#core/model/ports/knowledge.ts";
import { placeOf } from "#core/model/ports/knowledge.ts";
import { openKnowledgeIndex } from "#core/store/knowledge-index.ts";
import { indexFolder } from "./index-folder.ts";
import { searchIndex } from "./search-index.ts";
import { writePdf } from "./testing/write-pdf.ts";

setDefaultTimeout(60_000);

/** Questions as people type them, each with the passage that answers it. */
const questions: readonly (readonly [string, string])[] = [
  ["jam berapa bukanya kak?", "tanya-jawab.md:5"],
  ["hari minggu buka ga", "tanya-jawab.md:5"],
  ["bisa dikirim ke rumah?", "tanya-jawab.md:10"],
  ["berapa ongkirnya, ongkos kirim", "tanya-jawab.md:10"],
  ["ngantar sampai mana? kurir", "tanya-jawab.md:10"],
  ["bayarnya pakai apa", "tanya-jawab.md:15"],
  ["terima kartu kredit?", "tanya-jawab.md:15"],
  ["saya mau membatalkan pesanan", "tanya-jawab.md:19"],
  ["kalau batal uangnya kembali kapan", "tanya-jawab.md:19"],
  ["ada susu oat? saya alergi", "tanya-jawab.md:24"],
  ["kuenya ada kacangnya?", "tanya-jawab.md:24"],
  ["mau reservasi meja buat 8 orang", "tanya-jawab.md:28"],
  ["memesan meja", "tanya-jawab.md:28"],
  ["cara menukarkan poin", "tanya-jawab.md:32"],
  ["payung saya ketinggalan, barang tertinggal", "tanya-jawab.md:36"],
  ["harga kopi tubruk", "menu.csv:4"],
  ["teh tarik berapaan", "menu.csv:5"],
  ["ada cokelat panas?", "menu.csv:6"],
  ["roti bakarnya berapa", "menu.csv:7"],
  ["kopi susu gula aren yang besar", "menu.csv:3"],
  ["What are your opening hours?", "help-en.md:5"],
  ["do you deliver to my house", "help-en.md:9"],
  ["how long until I get refunded", "help-en.md:14"],
  ["is there wifi, what's the password", "help-en.md:18"],
  ["can I bring my dog", "help-en.md:22"],
  ["wholesale price of roasted bean", "help-en.md:26"],
  ["syarat jadi karyawan, lowongan barista", "kemitraan.pdf#page=2"],
  ["biaya waralaba", "kemitraan.pdf#page=1"],
  ["sewa tempat untuk acara ulang tahun", "kemitraan.pdf#page=3"],
  ["is catering for weddings possible", "kemitraan.pdf#page=4"],
];

const pages = [
  "Waralaba Kopi Senja\nBiaya awal Rp75.000.000 untuk lima tahun, sudah dengan\nmesin dan pelati-\nhan barista.",
  "Karier\nKami mencari barista: umur 18 sampai 30 tahun, bersedia kerja\nbergiliran. Kirim lamaran lewat WhatsApp.",
  "Acara\nRuang atas disewakan untuk ulang tahun dan rapat, dua puluh\norang, Rp500.000 untuk tiga jam.",
  "Catering\nFor weddings and offices we cater from fifty cups on, with two\nbaristas and our own machine.",
];

let folder = "";
let index: KnowledgeIndex;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "sapa-golden-"));
  cpSync(fileURLToPath(new URL("./fixtures/senja", import.meta.url)), folder, { recursive: true });
  writeFileSync(join(folder, "kemitraan.pdf"), writePdf(pages));
  index = openKnowledgeIndex(":memory:");
  await indexFolder(index, { knowledge: "senja", folder, spared: new Map() }, () => undefined);
});
afterAll(() => {
  index.close();
  rmSync(folder, { recursive: true });
});

async function rankOf(question: string, place: string): Promise<number> {
  const hits = await searchIndex(index, ["senja"], question);
  return hits.map(placeOf).indexOf(place) + 1;
}

describe("the passage that answers a question", () => {
  test.each(questions)("%s: is among the first three", async (question, place) => {
    const rank = await rankOf(question, place);
    expect([question, rank >= 1 && rank <= 3 ? "found" : `rank ${rank}`]).toEqual([
      question,
      "found",
    ]);
  });

  test("is the very first nine times of ten", async () => {
    const ranks = await Promise.all(questions.map(([question, place]) => rankOf(question, place)));
    expect(ranks.filter((rank) => rank !== 1).length).toBeLessThanOrEqual(questions.length / 10);
  });
});
