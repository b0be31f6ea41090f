import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Dev, startDev } from "#test/browser/start-dev.ts";
import { waitUntil } from "#test/wait-until.ts";

/** The machine may be busy with other tests. */
setDefaultTimeout(120_000);
const patienceMs = 60_000;

/** An AI that answers by a rule, and a flow that asks it. */
const helper = `
providers: { helper: { plugin: ai-scripted, otherwise: The answer is forty-two } }
ai: { default: [helper], scope: riddles }
`;
const riddle = `flow: riddle
format: 1
triggers: [{ message: riddle }]
steps:
  - ai: { prompt: What is the answer? }
    id: answer
    say: true
`;

let dev: Dev;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sapa-world-"));
  await cp("flows", folder, { recursive: true });
  const bot = join(folder, "bot.yaml");
  await writeFile(bot, (await readFile(bot, "utf8")) + helper);
  await writeFile(join(folder, "riddle.flow.yaml"), riddle);
  dev = await startDev(folder);
});
afterAll(async () => {
  await dev?.stop();
  await rm(folder, { recursive: true });
});

/** Sends a form as the page does, and gives the answer. */
function post(path: string, form: Readonly<Record<string, string>>): Promise<Response> {
  return fetch(`${dev.url}/simulator${path}`, {
    method: "POST",
    headers: { origin: dev.url },
    body: new URLSearchParams(form),
    redirect: "manual",
  });
}

async function addPhone(name: string): Promise<string> {
  const { headers } = await post("/phones", { name });
  return headers.get("location")?.split("/").at(-1) ?? "";
}

const say = (phone: string, text: string) => post(`/phones/${phone}/acts`, { kind: "text", text });

async function pageOf(phone: string): Promise<string> {
  return await (await fetch(`${dev.url}/simulator/phones/${phone}`)).text();
}

/** The chat alone, as text; each message of the bot begins with a mark. */
async function chatOf(phone: string): Promise<string> {
  const page = await pageOf(phone);
  const chat = page.slice(page.indexOf('id="chat"'), page.indexOf('class="composer'));
  return chat.replaceAll(/<[^>]*bubble theirs[^>]*>/g, "«bot» ").replaceAll(/<[^>]+>/g, " ");
}

/** What stands beside the phone, as text. */
async function sideOf(phone: string): Promise<string> {
  const page = await pageOf(phone);
  return page.slice(page.indexOf('class="knows"')).replaceAll(/<[^>]+>/g, " ");
}

const count = (text: string, part: string) => text.split(part).length - 1;

/** Waits until the bot has said something, so often. */
async function heard(phone: string, part: string, times = 1): Promise<void> {
  const isThere = async () => count(await chatOf(phone), part) >= times;
  if (await waitUntil(isThere, patienceMs)) return;
  expect(await chatOf(phone)).toContain(`${part}, ${times} times`);
}

async function seen(phone: string, part: string | RegExp): Promise<void> {
  const fits = (text: string) => (typeof part === "string" ? text.includes(part) : part.test(text));
  if (await waitUntil(async () => fits(await sideOf(phone)), patienceMs)) return;
  expect(await sideOf(phone)).toMatch(part);
}

const faults = (...names: readonly string[]) => {
  const form = new URLSearchParams(names.map((name): [string, string] => ["fault", name]));
  return fetch(`${dev.url}/simulator/world/faults`, {
    method: "POST",
    headers: { origin: dev.url },
    body: form,
  });
};

describe("the simulator's world", () => {
  test("a push of the clock leaves whole what was in hand, and what is written next is answered", async () => {
    const names = Array.from({ length: 12 }, (_, at) => `Push ${at}`);
    const phones = await Promise.all(names.map(addPhone));
    // So many that the push comes in the middle of their turns.
    await Promise.all([
      ...phones.map((phone) => say(phone, "jam buka")),
      post("/world/clock", { push: "day" }),
      ...phones.map((phone) => say(phone, "jam buka")),
    ]);
    for (const phone of phones) {
      await say(phone, "jam buka");
      await heard(phone, "Senin sampai Jumat", 3);
      expect(await sideOf(phone)).not.toContain("Kept back");
    }
  });

  test("what falls due on the way happens at its time: a template, as the window is closed", async () => {
    const phone = await addPhone("Timer");
    await say(phone, "kopi");
    await heard(phone, "Yang mana?");
    await say(phone, "latte");
    await heard(phone, "Berapa gelas?");
    const told = await (await post("/world/clock", { push: "timer" })).text();
    expect(told).toMatch(/^It is .* 20\d\d, \d\d:\d\d\. Messages that came on the way: [1-9]/);
    expect(await chatOf(phone)).toContain("order_reminder");
    expect(await sideOf(phone)).toContain("closed: only templates");
    expect(await (await post("/world/clock", { push: "timer" })).text()).toBe(
      "Nobody with a phone here waits for a timer.",
    );
  });

  test("the clock goes to opening time", async () => {
    const phone = await addPhone("Early");
    const isClosed = async () => {
      await post("/world/clock", { push: "hour" });
      return !(await (await post("/world/clock", { push: "opening" })).text()).includes("is open");
    };
    // At night there is a way to go, and at its end it is open.
    expect(await waitUntil(isClosed, patienceMs)).toBe(true);
    await say(phone, "jam buka");
    await heard(phone, "Kami sedang buka");
    expect(await (await post("/world/clock", { push: "opening" })).text()).toBe(
      "The bot is open, or has no hours.",
    );
  });

  test("killed and started again, it goes on where it was: nothing is lost or said twice", async () => {
    const phone = await addPhone("Restart");
    await say(phone, "kopi");
    await heard(phone, "Yang mana?");
    const told = await Promise.all([say(phone, "latte"), post("/world/restart", {})]);
    expect(await told[1].text()).toStartWith("Killed, and up again");
    await heard(phone, "Berapa gelas?");
    await post("/world/restart", {});
    await Promise.all([post("/world/restart", {}), say(phone, "2")]);
    await heard(phone, "Siap! 2 latte");
    const chat = await chatOf(phone);
    for (const line of ["Halo Restart", "Yang mana?", "Berapa gelas?", "Siap! 2 latte"]) {
      expect([line, count(chat, line)]).toEqual([line, 1]);
    }
    expect((await fetch(`${dev.url}/readyz`)).status).toBe(200);
  });

  test("messages that are refused for the pace, or by a server's error, go when that is over", async () => {
    for (const [fault, code] of [
      ["rateLimited", /queued/],
      // Half of the gateway's errors come after the message was taken: then a receipt tells of it.
      ["serverError", /queued|no answer yet|accepted, (sent|delivered|read)/],
    ] as const) {
      const phone = await addPhone(fault);
      expect(await (await faults(fault)).text()).not.toBe("");
      await say(phone, "jam buka");
      await seen(phone, code);
      await faults();
      await post("/world/clock", { push: "hour" });
      await heard(phone, "Senin sampai Jumat");
      expect(count(await chatOf(phone), "Senin sampai Jumat")).toBe(1);
    }
  });

  test("a message whose answer is lost arrives once; receipts tell the bot", async () => {
    const phone = await addPhone("Lost answer");
    await faults("lostAnswer");
    await say(phone, "jam buka");
    await heard(phone, "Senin sampai Jumat");
    await seen(phone, /accepted, (sent|delivered|read)/);
    await faults();
    await post("/world/clock", { push: "hour" });
    expect(count(await chatOf(phone), "Senin sampai Jumat")).toBe(1);
  });

  test("webhooks that come twice, or out of order, count once", async () => {
    const phone = await addPhone("Twice");
    await faults("duplicateWebhook", "reorderWebhook");
    await Promise.all([say(phone, "jam buka"), post("/world/clock", { push: "hour" })]);
    await faults();
    await post("/world/clock", { push: "hour" });
    await heard(phone, "Senin sampai Jumat");
    expect(count(await chatOf(phone), "Senin sampai Jumat")).toBe(1);
  });

  test("late receipts come late, and then they are told", async () => {
    const phone = await addPhone("Late");
    await faults("lateStatus");
    await say(phone, "jam buka");
    await heard(phone, "Senin sampai Jumat");
    expect(await sideOf(phone)).not.toMatch(/accepted, (sent|delivered|read)/);
    await faults();
    await post("/world/clock", { push: "hour" });
    await seen(phone, /accepted, (sent|delivered|read)/);
  });

  test("an AI provider that is down does not answer, and does again when it is up", async () => {
    const phone = await addPhone("Riddle");
    expect(await (await faults("providerDown")).text()).toStartWith("Every question to an AI");
    await say(phone, "riddle");
    await seen(phone, "helper: unreachable: the simulator");
    expect(await chatOf(phone)).not.toContain("forty-two");
    await faults();
    // Who failed is left alone for a while.
    await post("/world/clock", { push: "hour" });
    const asked = await addPhone("Riddle again");
    await say(asked, "riddle");
    await heard(asked, "forty-two");
  });

  test("every eleventh phone is a person of its own", async () => {
    const phones = await Promise.all(Array.from({ length: 11 }, (_, at) => addPhone(`Own ${at}`)));
    const names = await Promise.all(
      phones.map(async (phone) => {
        await say(phone, "jam buka");
        await heard(phone, "Senin sampai Jumat");
        return count(await chatOf(phone), "Senin sampai Jumat");
      }),
    );
    expect(names).toEqual(phones.map(() => 1));
  });
});
