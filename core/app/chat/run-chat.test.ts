import { expect, test } from "bun:test";
import { fileURLToPath } from "node:url";
import { readBotFolder } from "#core/app/bot-folder.ts";
import { openMemoryStore, toSimulatedBot } from "#core/app/flow-test/simulated-bot.ts";
import { loadBot } from "#core/app/load-bot.ts";
import { realClock } from "#core/app/real-clock.ts";
import { createQuietLog } from "#core/plugin/testing/quiet-log.ts";
import { SeededRandom } from "#core/plugin/testing/seeded-random.ts";
import { openMemoryDatabase } from "#core/store/open-memory-database.ts";
import { type ChatOptions, runChat } from "./run-chat.ts";

const { bot } = await loadBot(
  readBotFolder(fileURLToPath(new URL("../../../flows", import.meta.url))),
);
if (bot === undefined) throw new Error("the example bot has errors");
const simulated = await toSimulatedBot(bot, {});

/** Types the lines, waits for the end, and gives what was on the screen after the greeting. */
async function chat(lines: readonly string[], options: Partial<ChatOptions> = {}): Promise<string> {
  const ports = { clock: realClock, random: new SeededRandom(1), log: createQuietLog() };
  const { store, records } = openMemoryStore(openMemoryDatabase(), ports);
  let screen = "";
  async function* type() {
    yield* lines;
  }
  await runChat(
    simulated,
    { ...ports, store, records },
    {
      lines: type(),
      write: (text) => {
        screen += text;
      },
      isTerminal: false,
      ...options,
    },
  );
  return screen.slice(screen.indexOf("> "));
}

test("a number taps an option, an answer is answered, and time can be skipped", async () => {
  const screen = await chat(["kopi", "2", "3", "ingatkan", "Besok", "/after 26h", "/quit"]);
  const shown = screen.replace(/: \d+ \w+ \d+, [\d:]+/, ": …").replace(/\u00a0/g, " ");
  expect(shown).toBe(`> kopi
Kopi Senja │ Halo Sari! Mau kopi apa?
           │
           │ Kopi Senja adalah asisten otomatis dari CV Kopi Senja, Bandung: yang menjawab di sini adalah mesin.
           │ Pesan Kakak disimpan di server kami paling lama 180 hari.
           │ Tulis ADMIN untuk bicara dengan petugas, DATA SAYA atau HAPUS DATA SAYA untuk melihat atau menghapus yang kami simpan, BERHENTI agar tidak dikirimi pesan lagi.
Kopi Senja │ Yang mana?
           │  1 Espresso
           │  2 Caffè latte
           │  3 Kopi tubruk
> 2
Kopi Senja │ Berapa gelas?
> 3
Kopi Senja │ Siap! 3 latte, Rp 72.000. Ditunggu di kasir, ya.
> ingatkan
Kopi Senja │ Mau diingatkan kapan?
           │  1 3 jam lagi
           │  2 Besok
> Besok
Kopi Senja │ Oke, besok saya ingatkan.
> /after 26h
1d2h kemudian: …
Kopi Senja │ [order_reminder · Sari]
> /quit
Sampai jumpa.
`);
}, 30_000);

test("a person without a number is served in their own language", async () => {
  const screen = await chat(["coffee"], { name: "Tom", language: "en", isIdOnly: true });
  expect(screen).toContain("│ Hi Tom! Let's get you some coffee.");
  expect(screen).toEndWith("Bye.\n");
}, 30_000);

test("a language that the bot does not speak is refused, with those that it does", async () => {
  const refused = await chat([], { language: "fr" }).catch((error: unknown) => error);
  expect(refused).toMatchObject({
    code: "USE_WRONG",
    message: 'Kopi Senja does not speak "fr"',
    hint: "Its languages (locales of bot.yaml): id, en.",
  });
  expect(await chat(["coffee"], { language: "en-GB" })).toContain("Let's get you some coffee");
}, 30_000);

test("silence, a tap on nothing and a wrong command are told", async () => {
  const screen = await chat(["stop", "kopi", "/tap Kopi", "/dance"], { language: "en" });
  expect(screen).toContain("> kopi\n(no answer)\n");
  expect(screen).toContain('> /tap Kopi\nNo message offers "Kopi"\n');
  expect(screen).toContain("> /dance\nThere is no /dance. Write /help.\n");
}, 30_000);

test("on a terminal a message goes above the prompt that waits", async () => {
  const screen = await chat(["kopi"], { isTerminal: true });
  expect(screen).toStartWith("> Kopi Senja │ Halo Sari!");
  expect(screen).not.toContain("> kopi");
}, 30_000);
