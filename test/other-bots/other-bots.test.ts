import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { freePort } from "#test/crash/free-port.ts";
import { waitUntil } from "#test/wait-until.ts";
import { type Phone, usePhone } from "./phone.ts";
import {
  type Program,
  patienceMs,
  type Simulator,
  startBot,
  startSimulator,
} from "./start-program.ts";

/** The machine may be busy with other tests. */
setDefaultTimeout(2 * patienceMs);

// Bots on other libraries, unchanged: they know the simulator by their documented settings alone.

describe("a bot on whatsapp-api-js", () => {
  let simulator: Simulator;
  let bot: Program;
  let phone: Phone;

  beforeAll(async () => {
    const port = freePort();
    simulator = await startSimulator(port);
    bot = startBot("api-js-bot.ts", port, simulator.graphUrl);
    phone = usePhone(simulator);
  });
  afterAll(async () => {
    await bot.stop();
    expect(await simulator.stop()).toBe(0);
  });

  test("comes after the simulator, and shakes hands when it is there", async () => {
    expect(await phone.pageShows("knows the verify token")).toBe(true);
  });

  test("answers words, and is told that they were sent, delivered and read", async () => {
    await phone.say("Halo <b>apa</b> kabar");
    const { vendorId } = await phone.wait("Kata Anda: Halo <b>apa</b> kabar");
    await phone.skipHour();
    const told = () => bot.lines.filter((line) => line.includes(vendorId));
    expect(await waitUntil(() => told().length >= 3, patienceMs)).toBe(true);
    expect(told()).toEqual(
      ["sent", "delivered", "read"].map((status) =>
        JSON.stringify({ status, id: vendorId, callback: "order-7" }),
      ),
    );
  });

  test("sends buttons, and is told which was tapped", async () => {
    await phone.say("minum");
    expect(await phone.wait("Mau minum apa?")).toMatchObject({
      options: [
        { id: "coffee", title: "Kopi" },
        { id: "tea", title: "Teh" },
      ],
    });
    await phone.act({ kind: "choice", choice: "tea" });
    expect((await phone.wait("Tombol tea")).content?.replyTo).toBeDefined();
  });

  test("sends a list, and is told which row was chosen", async () => {
    await phone.say("kue");
    const list = await phone.wait("Mau kue apa?");
    expect(list.content?.menu?.label).toBe("Lihat kue");
    expect(list.options.map(({ id }) => id)).toEqual(["bolu", "risol"]);
    await phone.act({ kind: "choice", choice: "risol" });
    await phone.wait("Baris risol");
    expect(await phone.pageShows("Lihat kue")).toBe(true);
  });
});

describe("a bot on @chat-adapter/whatsapp", () => {
  let simulator: Simulator;
  let bot: Program;
  let phone: Phone;

  beforeAll(async () => {
    const port = freePort();
    simulator = await startSimulator(port);
    bot = startBot("chat-sdk-bot.ts", port, simulator.graphUrl);
    phone = usePhone(simulator);
  });
  afterAll(async () => {
    await bot.stop();
    expect(await simulator.stop()).toBe(0);
  });

  test("shakes hands, and answers words", async () => {
    expect(await phone.pageShows("knows the verify token")).toBe(true);
    await phone.say("Halo");
    await phone.wait("Kata Anda: Halo");
  });

  test("sends buttons, and is told which was tapped", async () => {
    await phone.say("minum");
    const { options } = await phone.wait("Mau minum apa?");
    expect(options.map(({ title }) => title)).toEqual(["Kopi", "Teh"]);
    await phone.act({ kind: "choice", choice: options[1]?.id ?? "" });
    await phone.wait("Tombol tea, hangat");
  });

  test("sends a link as a button, and hears a reaction", async () => {
    await phone.say("tautan");
    await phone.wait("Menunya di sini");
    expect(await phone.pageShows("https://warung.example/menu")).toBe(true);
    await phone.act({ kind: "reaction", emoji: "👍" });
    await phone.wait("Reaksi 👍");
  });

  // It makes nothing of them, and has no way to send a list: that is the library's, not ours.
  test("takes what it is told of its messages with 200", async () => {
    const isTaken = (line: string) => line.includes('"webhook"') && line.includes('"status":200');
    const { length } = simulator.lines.filter(isTaken);
    await phone.say("Sudah?");
    await phone.wait("Kata Anda: Sudah?");
    await phone.skipHour();
    // The words, and three receipts.
    const more = () => simulator.lines.filter(isTaken).length >= length + 4;
    expect(await waitUntil(more, patienceMs)).toBe(true);
    expect(simulator.lines.filter((line) => line.includes('"problem"'))).toEqual(
      simulator.lines.filter((line) => line.includes('"unreachable"')),
    );
  });
});
